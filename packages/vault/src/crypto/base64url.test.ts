import { describe, expect, test } from 'vitest';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { seeded } from '../testing/seeded.ts';

describe('base64url', () => {
  test('agrees with the platform, for every length up to 200 and for a large record', () => {
    const next = seeded(6);
    const lengths = [...Array.from({ length: 200 }, (_, length) => length), 262_160];
    for (const length of lengths) {
      const bytes = Uint8Array.from({ length }, () => next() & 255);
      const text = encodeBase64url(bytes);
      expect(text === Buffer.from(bytes).toString('base64url')).toBe(true);
      expect(Buffer.compare(decodeBase64url(text) ?? new Uint8Array(), bytes)).toBe(0);
    }
  });

  test('RFC 4648 §3.5: one sequence of bytes has one text', () => {
    for (const text of ['A', 'AA==', 'AB', 'AAB', 'A+', 'A/', 'A A', 'AA\n', 'AAAAA', 'Ä']) {
      expect(decodeBase64url(text)).toBeUndefined();
    }
    expect(decodeBase64url('AA')).toEqual(Uint8Array.of(0));
    expect(decodeBase64url('')).toEqual(new Uint8Array());
  });
});
