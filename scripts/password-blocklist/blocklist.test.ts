import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { asListed, isIn, readPasswordSet } from '../../apps/web/src/vault/password-set.ts';
import { passwordLength, passwordMistake } from '../../apps/web/src/vault/password-rules.ts';
import { blocklist, blocklistFile } from './blocklist.ts';
import { writePasswordSet } from './write-password-set.ts';

const bytes = readFileSync(blocklistFile);
const set = readPasswordSet(bytes);
const passwords = blocklist().flatMap((family) => family.passwords);
const words = 'otter lantern gravel velvet cactus pilot harvest willow copper magnet'.split(' ');

/** The same numbers at every run: a test of chance must not fail by chance. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

async function howMany(some: readonly string[]): Promise<number> {
  let found = 0;
  for (let from = 0; from < some.length; from += 1_000) {
    const answers = await Promise.all(some.slice(from, from + 1_000).map((one) => isIn(set, one)));
    found += answers.filter(Boolean).length;
  }
  return found;
}

const everyNth = (n: number) => passwords.filter((_, index) => index % n === 0);

describe('the list of easily guessed passwords (AUTH-18)', () => {
  test('is what the families make, byte for byte', async () => {
    expect(Buffer.compare(await writePasswordSet(passwords), bytes)).toBe(0);
  });

  test('has at least 100,000, none twice, and none that is too short anyway', () => {
    expect(passwords.length).toBeGreaterThanOrEqual(100_000);
    expect(set).toHaveLength(passwords.length);
    expect(new Set(passwords.map(asListed)).size).toBe(passwords.length);
    expect(passwords.filter((one) => Array.from(one).length < passwordLength.least)).toEqual([]);
  });

  test('weighs at most 300 kB', () => {
    expect(bytes.length).toBeLessThanOrEqual(300_000);
  });

  test('misses none of them', async () => {
    expect(await howMany(passwords)).toBe(passwords.length);
  });

  test('refuses 10,000 of them that no rule refuses, in capitals or with spaces too', async () => {
    const roll = dice(15);
    const typed = everyNth(14).map((one) =>
      Array.from(one, (point) => (roll(3) === 0 ? ` ${point.toUpperCase()}` : point)).join(''),
    );
    expect(typed.length).toBeGreaterThan(10_000);
    expect(typed.filter((one) => passwordMistake(one, 'someone@example.test'))).toEqual([]);
    expect(await howMany(typed)).toBe(typed.length);
  });

  test('takes hardly any other for one of them: at most one in 10,000', async () => {
    const roll = dice(100_000);
    const others = Array.from({ length: 100_000 }, () =>
      Array.from({ length: 15 + roll(10) }, () => String.fromCharCode(33 + roll(94))).join(''),
    );
    expect(await howMany(others)).toBeLessThanOrEqual(10);
  });

  test('compares the whole password: a listed one and six words more is not listed', async () => {
    const roll = dice(6);
    const sixWords = () =>
      Array.from({ length: 6 }, () => words[roll(words.length)] ?? '').join(' ');
    const longer = everyNth(100).flatMap((one) => [`${one} ${sixWords()}`, sixWords() + one]);
    expect(longer.length).toBeGreaterThan(2_900);
    expect(await howMany(longer)).toBeLessThanOrEqual(2);
  });
});

describe('a password is looked up however it is written', () => {
  const listed = [
    'crème brûlée crème',
    'Ночной дозор 2026',
    'monkeymonkeymonkey',
    '               ',
  ];

  // prettier-ignore
  test.each([
    ['composed',                          'cr\u00e8me br\u00fbl\u00e9e cr\u00e8me', true],
    ['with its accents apart',            'cre\u0300me bru\u0302le\u0301e cre\u0300me', true],
    ['without its accents',               'creme brulee creme',         false],
    ['in capitals of another script',     'НОЧНОЙ ДОЗОР 2026',          true],
    ['with other separators',             'ночной-дозор_2026',          true],
    ['repeated more often',               'monkey'.repeat(40),          true],
    ['repeated less often',               'monkey monkey ',             true],
    ['its last repetition cut off',       'monkeymonkeymonk',           true],
    ['spaced out',                        'm o n k e y . . . . ',       true],
    ['spaces alone, any number',          ' '.repeat(30),               true],
    ['with one letter more',              'monkeymonkeymonkeyx',        false],
    ['with one letter before',            'xmonkeymonkeymonkey',        false],
    ['with one letter less',              'onkeymonkeymonkey',          false],
  ])('%s', async (_how, typed, is) => {
    expect(await isIn(readPasswordSet(await writePasswordSet(listed)), typed)).toBe(is);
  });
});

// prettier-ignore
test.each([
  ['nothing',             new Uint8Array()],
  ['a page of HTML',      new TextEncoder().encode('<!doctype html><title>Signet</title>'.repeat(9_000))],
  ['its first half',      bytes.subarray(0, bytes.length / 2)],
  ['all but a byte',      bytes.subarray(0, -1)],
  ['a byte more',         Buffer.concat([bytes, Buffer.of(0)])],
])('%s is not read as a list', (_what, broken) => {
  expect(() => readPasswordSet(broken)).toThrow('not a list of passwords');
});
