import { expect, test } from 'vitest';
import { checkSymbol } from './recovery-key-check.ts';

/** The check is linear over GF(2), so what holds for differences from zero holds for every key. */
test('over all differences: no substitution and no exchange keeps the sum', () => {
  const zeros = Array.from({ length: 19 }, () => 0);
  expect(checkSymbol(zeros)).toBe(0);
  for (let place = 0; place < 19; place += 1) {
    const sums = Array.from({ length: 32 }, (_, symbol) => checkSymbol(zeros.with(place, symbol)));
    expect(new Set(sums).size).toBe(32);
    for (let other = place + 1; other < 19; other += 1) {
      for (let difference = 1; difference < 32; difference += 1) {
        expect(checkSymbol(zeros.with(place, difference).with(other, difference))).not.toBe(0);
      }
    }
    // Exchanged with the check symbol itself: the difference enters once weighted and once as it is.
    for (let difference = 1; difference < 32; difference += 1) {
      expect(checkSymbol(zeros.with(place, difference))).not.toBe(difference);
    }
  }
});
