import { describe, expect, test } from 'vitest';
import { passwordStrength } from './password-strength.ts';

describe('the strength that is told in words', () => {
  // prettier-ignore
  test.each([
    ['one key',                         'aaaaaaaaaaaaaaaaaaaa',               'weak',   'repeats'],
    ['a word twice',                    'passwordpassword',                   'weak',   'repeats'],
    ['a word three times, apart',       'monkey Monkey MONKEY',               'weak',   'repeats'],
    ['a word and a run of numbers',     'password1234567',                    'weak',   'sequence'],
    ['keys in a row',                   'qwertyuiopasdfgh',                   'weak',   'sequence'],
    ['keys in a row, backwards',        'poiuytrewqlkjhgf',                   'weak',   'sequence'],
    ['columns of keys',                 '1qaz2wsx3edc4rfv',                   'weak',   'sequence'],
    ['the alphabet',                    'abcdefghijklmnop',                   'weak',   'sequence'],
    ['two words and a year',            'summerholiday2024',                  'weak',   'year'],
    ['two words',                       'grandmother house',                  'weak',   'few_parts'],
    ['three words',                     'seven grey herons',                  'fair',   'few_parts'],
    ['three words and a year',          'seven herons Tuesday 1987',          'fair',   'year'],
    ['five words',                      'otter lantern gravel velvet cactus', 'good',   undefined],
    ['six words',                       'otter lantern gravel velvet cactus pilot', 'strong', undefined],
    ['six words of another script',     'выдра фонарь гравий бархат кактус лётчик', 'strong', undefined],
    ['what a password manager makes',   'x8Kq!2vR9pLm$3nTw5',                 'strong', undefined],
    ['letters by chance',               'xkqvrplmntzbcdwhgs',                 'strong', undefined],
    ['a sentence in Chinese',           '秋天的河边有七只灰色的鹭在看月亮',        'strong', undefined],
  ] as const)('%s', (_what, password, strength, flaw) => {
    expect(passwordStrength(password)).toEqual(flaw === undefined ? { strength } : { strength, flaw });
  });

  test('is the same however the accents are composed', () => {
    for (const one of ['crème brûlée sans façon', 'naïveté étagère garçon forêt'])
      expect(passwordStrength(one.normalize('NFD'))).toEqual(
        passwordStrength(one.normalize('NFC')),
      );
  });

  test('never falls by more words', () => {
    const order = ['weak', 'fair', 'good', 'strong'];
    const words = 'otter lantern gravel velvet cactus pilot'.split(' ');
    const ranks = words.map((_, index) =>
      order.indexOf(passwordStrength(words.slice(0, index + 1).join(' ')).strength),
    );
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
    expect(new Set(ranks).size).toBe(order.length);
  });

  test('is told at once even of the longest', () => {
    const begun = performance.now();
    for (const one of ['ab'.repeat(512), 'a1B!'.repeat(256), '🦭x'.repeat(512), 'a'.repeat(1_024)])
      passwordStrength(one);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
