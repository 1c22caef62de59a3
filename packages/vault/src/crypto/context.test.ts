import { describe, expect, test } from 'vitest';
import { context } from './context.ts';
import { seeded } from '../testing/seeded.ts';

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe('VAULT-1 (R1): a context is read in one way only', () => {
  test('is the domain tag, then each field behind its length', () => {
    const suite = Buffer.from('HKDF-SHA256+A256GCM').toString('hex');
    expect(hex(context('slot', 'ab', 258, Uint8Array.of(255)))).toBe(
      `${Buffer.from('signet/v1').toString('hex')}00000004736c6f7400000013${suite}` +
        '000000026162' +
        '000000080000000000000102' +
        '00000001ff',
    );
  });

  test("moving a character over a field's border changes it", () => {
    const contexts = [
      context('slot', 'ab', 'c'),
      context('slot', 'a', 'bc'),
      context('slot', 'abc', ''),
      context('slot', 'abc'),
      context('slot', '', 'abc'),
    ];
    expect(new Set(contexts.map(hex)).size).toBe(contexts.length);
  });

  test('2,000 random lists of fields give 2,000 different contexts', () => {
    const next = seeded(5);
    const lists = Array.from({ length: 2_000 }, () =>
      Array.from({ length: next() % 4 }, () => '\0\u0001ab'.charAt(next() % 4).repeat(next() % 3)),
    );
    const distinctLists = new Set(lists.map((fields) => JSON.stringify(fields)));
    const distinctContexts = new Set(lists.map((fields) => hex(context('record', ...fields))));
    expect(distinctContexts.size).toBe(distinctLists.size);
  });

  test('a number that is not a whole one is refused', () => {
    expect(() => context('slot', 1.5)).toThrow(RangeError);
  });
});
