import * as v from 'valibot';
import { expect, test } from 'vitest';
import { usPhoneNumber } from '@signet/contracts/us-phone-number';
import { usPhone } from './us-phone.ts';

test.each([
  '2025550143',
  '202-555-0143',
  '(202) 555-0143',
  '202.555.0143',
  ' 1 202 555 0143 ',
  '+1 (202) 555-0143',
  '+12025550143',
  '202\u00a0555\u00a00143',
])('%o is one number in any spelling', (typed) => {
  expect(usPhone(typed)).toBe('+12025550143');
  expect(v.is(usPhoneNumber, usPhone(typed))).toBe(true);
});

test.each([
  ['nothing', ''],
  ['nine digits', '202555014'],
  ['eleven digits that do not begin with 1', '22025550143'],
  ['twelve digits', '112025550143'],
  ['an area code that begins with 1', '1025550143'],
  ['an area code that begins with 0', '+1 002 555 0143'],
  ['letters', '202-555-HELP'],
  ['an extension', '202-555-0143 x12'],
  ['another country with ten digits', '+20 25550143'],
  ['another country', '+44 20 7946 0143'],
  ['another country that has 1 before its numbers too', '+1 (876) 555-0143'],
  ['a premium number', '900-555-0143'],
  ['a plus in the middle', '202+555+0143'],
  ['digits of another script', '٢٠٢٥٥٥٠١٤٣'],
])('%s is no US number', (_what, typed) => {
  expect(usPhone(typed)).toBeUndefined();
});
