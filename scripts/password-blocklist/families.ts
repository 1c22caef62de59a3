import { walks } from './walks.ts';

/** What people put behind a password that is asked to be longer. */
const endings: readonly string[] = [
  '1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 12345678910 0123456789',
  '987654321 0987654321 123123123 123456123456 12341234 1111111 11111111 111111111 0000000',
  '000000000 ! !! !!! 1! 123! 1234! !!!!!!! !!!!!!!!! . ? #1 @123 01 007 00 11 21 22 23 69 77',
  '88 99 100 101 321 abc abc123 qwerty qwerty123 qwertyuiop password password1 password123',
  'isthebest isawesome forever iloveyou aaaaaaa xxxxxxxxx',
]
  .flatMap((line) => line.split(' '))
  .concat(Array.from({ length: 57 }, (_, index) => String(1970 + index)));

/** Endings of a whole thing that is long already. */
const shortEndings = ['1', '12', '123', '1234', '!', '1!', '123!', '01', '2024', '2025', '2026'];

const shortest = 15;

type Family = { readonly name: string; readonly passwords: () => Iterable<string> };

/**
 * The passwords of the list, by how they come about. `listed` are passwords that people chose, most frequent first; nearly all
 * are too short here, so most of the rest is what people make of such a password when 15 characters are asked of them.
 */
export function families(listed: readonly string[], phrases: readonly string[]): readonly Family[] {
  const words = listed.filter((one) => !/^(.)\1*$/u.test(one));
  return [
    { name: 'chosen as they are', passwords: () => listed.filter(isLong) },
    { name: 'one key held down', passwords: heldKeys },
    { name: 'walks over the keyboard, sequences, known numbers', passwords: walks },
    { name: 'phrases, also with an ending', passwords: () => withEndings(phrases, shortEndings) },
    { name: 'repeated', passwords: () => listed.slice(0, 30_000).map(repeated) },
    {
      name: 'repeated, with an ending',
      passwords: () => withEndings(words.slice(0, 800).map(twiceOrMore), shortEndings),
    },
    { name: 'with an ending', passwords: () => withEndings(words.slice(0, 2_000), endings) },
    { name: 'two in a row', passwords: () => first(40_000, pairs(words)) },
    { name: 'three in a row', passwords: () => first(15_000, triples(words)) },
  ];
}

function isLong(password: string): boolean {
  return Array.from(password).length >= shortest;
}

/** Every printable character of ASCII; how often it stands there does not matter to the list. */
function heldKeys(): string[] {
  return Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index).repeat(shortest));
}

function repeated(word: string): string {
  return word.repeat(Math.ceil(shortest / word.length));
}

function twiceOrMore(word: string): string {
  return word.repeat(Math.max(2, Math.ceil((shortest - 1) / word.length)));
}

function* withEndings(words: readonly string[], some: readonly string[]): Generator<string> {
  for (const word of words)
    for (const ending of ['', ...some]) if (isLong(word + ending)) yield word + ending;
}

/** Two passwords one after the other, the more frequent first; a space between them where that makes them long enough. */
function* pairs(words: readonly string[]): Generator<string> {
  for (let sum = 1; sum < words.length; sum += 1)
    for (let left = 0; left <= sum; left += 1)
      if (left * 2 !== sum) yield* joined([words[left] ?? '', words[sum - left] ?? '']);
}

function* triples(words: readonly string[]): Generator<string> {
  for (let sum = 3; sum < words.length; sum += 1)
    for (let left = 0; left <= sum; left += 1)
      for (let middle = 0; middle <= sum - left; middle += 1) {
        const right = sum - left - middle;
        if (left !== middle && middle !== right && left !== right)
          yield* joined([words[left] ?? '', words[middle] ?? '', words[right] ?? '']);
      }
}

function joined(words: readonly string[]): string[] {
  return [words.join(''), words.join(' ')].filter(isLong).slice(0, 1);
}

function* first(count: number, passwords: Iterable<string>): Generator<string> {
  let left = count;
  for (const password of passwords) {
    if (left === 0) return;
    left -= 1;
    yield password;
  }
}
