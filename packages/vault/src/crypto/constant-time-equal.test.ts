import { expect, test } from 'vitest';
import { constantTimeEqual } from './constant-time-equal.ts';

test('equal only when every byte is, whichever one differs', () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, index) => index);
  expect(constantTimeEqual(bytes, bytes.slice())).toBe(true);
  for (let bit = 0; bit < 256; bit += 1) {
    const other = bytes.slice();
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(constantTimeEqual(bytes, other)).toBe(false);
  }
  expect(constantTimeEqual(bytes, bytes.subarray(0, 31))).toBe(false);
  expect(constantTimeEqual(bytes, new Uint8Array())).toBe(false);
});
