import { expect, test } from 'vitest';
import { createDailyNotes } from './daily-notes.ts';

const noon = Date.parse('2026-11-29T12:00:00Z');
const day = 86_400_000;

test('the same is noted once a day for each agency (AGENCY-43)', () => {
  const isNew = createDailyNotes();
  expect(isNew('harbor', 'address', noon)).toBe(true);
  expect(isNew('harbor', 'address', noon + day / 4)).toBe(false);
  expect(isNew('lantern', 'address', noon)).toBe(true);
  expect(isNew('harbor', 'phone', noon)).toBe(true);
  expect(isNew('harbor', 'address', noon + day)).toBe(true);
});

test('whoever varies the request fills no more than a page of it (AGENCY-43)', () => {
  const isNew = createDailyNotes(3);
  const noted = ['a', 'b', 'c', 'd', 'e'].filter((one) => isNew('harbor', one, noon));
  expect(noted).toEqual(['a', 'b', 'c']);
  expect(isNew('harbor', 'd', noon + day)).toBe(true);
});
