import { describe, expect, test } from 'vitest';
import {
  createRecoveryKey,
  parseRecoveryKey,
  recoveryKeyAlphabet,
  recoveryKeyGroups,
} from './recovery-key.ts';
import { recoveryLoginProof } from './recovery-login-proof.ts';
import { valueOf } from './testing/refusal.ts';

const keys = Array.from({ length: 40 }, createRecoveryKey);

function mistakeIn(typed: string): string | undefined {
  const parsed = parseRecoveryKey(typed);
  return parsed.ok ? undefined : parsed.error.type;
}

describe('a recovery key', () => {
  test('has 20 characters in five groups of four, and reads back', () => {
    for (const key of keys) {
      const groups = recoveryKeyGroups(key);
      expect(groups.map(({ length }) => length)).toEqual([4, 4, 4, 4, 4]);
      expect(valueOf(parseRecoveryKey(groups.join('-'))) === key).toBe(true);
    }
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('uses all 32 characters in every random place', () => {
    const many = Array.from({ length: 600 }, createRecoveryKey);
    for (let place = 0; place < 20; place += 1) {
      expect(new Set(many.map((key) => key[place])).size).toBe(32);
    }
  });

  test('every single wrong character is found, in every place', () => {
    let tried = 0;
    for (const key of keys) {
      for (let place = 0; place < 20; place += 1) {
        for (const character of recoveryKeyAlphabet.replace(key.charAt(place), '')) {
          if (mistakeIn(key.slice(0, place) + character + key.slice(place + 1)) !== 'mistyped')
            throw new Error('missed');
          tried += 1;
        }
      }
    }
    expect(tried).toBe(40 * 20 * 31);
  });

  test('every exchange of two different characters is found, adjacent or not, for every pair of values', () => {
    let tried = 0;
    for (let left = 0; left < 20; left += 1) {
      for (let right = left + 1; right < 20; right += 1) {
        for (const key of keys) {
          if (key[left] === key[right]) continue;
          const characters = [...key];
          [characters[left], characters[right]] = [key.charAt(right), key.charAt(left)];
          if (mistakeIn(characters.join('')) !== 'mistyped') throw new Error('missed');
          tried += 1;
        }
      }
    }
    expect(tried).toBeGreaterThan(190 * 30);
  });

  test('is read as a person types it', () => {
    const typed = 'abcd-EFGH 1jk0–mnpq rst';
    const check = [...recoveryKeyAlphabet].filter(
      (character) => mistakeIn(typed + character) === undefined,
    );
    expect(check).toHaveLength(1);
    const canonical = valueOf(parseRecoveryKey(typed + check.join('')));
    for (const variant of [
      'ABCDEFGHIJKOMNPQRST',
      'abcdefgh ljko mnpqrst',
      ' AB-CD EF-GH\tLJ-K0 MN\u2011PQ RST',
    ]) {
      expect(valueOf(parseRecoveryKey(variant + check.join(''))) === canonical).toBe(true);
    }
  });

  test('what cannot be one is told apart', () => {
    expect(mistakeIn('')).toBe('wrong_length');
    expect(mistakeIn('ABCD-EFGH')).toBe('wrong_length');
    expect(mistakeIn('0'.repeat(21))).toBe('wrong_length');
    expect(mistakeIn('UUUU-0000-0000-0000-0000')).toBe('unknown_character');
    expect(mistakeIn('0000-0000-0000-0000-000!')).toBe('unknown_character');
  });

  test('proves itself to the bff without being what opens the slot, and differently for each account', async () => {
    const [key] = keys;
    if (key === undefined) throw new Error('no key');
    const proofs = await Promise.all(
      ['sub_first', 'sub_second'].map((accountId) => recoveryLoginProof(accountId, key)),
    );
    expect(proofs.map(({ length }) => length)).toEqual([32, 32]);
    expect(proofs[0]).not.toEqual(proofs[1]);
  });
});
