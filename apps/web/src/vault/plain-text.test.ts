import { expect, test } from 'vitest';
import { attributes } from '../testing/person.ts';
import { addressLines, longDate, phoneText, ssnText } from './plain-text.ts';

// prettier-ignore
test.each([
  ['1981-03-09', 'March 9, 1981'],
  ['2000-02-29', 'February 29, 2000'],
  ['2026-01-01', 'January 1, 2026'],
  ['1999-12-31', 'December 31, 1999'],
])('%s is the same day in every time zone', (date, text) => {
  expect(longDate(date)).toBe(text);
});

test('an address stands on its lines, with no empty one', () => {
  expect(addressLines(attributes.address)).toBe(
    '77 Marrowbone Terrace\nLoft 9\nEastlumen, OH 00417',
  );
  const { street2: _street2, ...short } = attributes.address;
  expect(addressLines(short)).toBe('77 Marrowbone Terrace\nEastlumen, OH 00417');
});

test('numbers are grouped as they are read', () => {
  expect(ssnText('900456712')).toBe('900-45-6712');
  expect(phoneText('+12025550143')).toBe('(202) 555-0143');
  expect(phoneText('+442079460143')).toBe('+442079460143');
});
