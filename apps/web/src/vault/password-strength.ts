import { normalised } from './normalised.ts';

export type Strength = 'weak' | 'fair' | 'good' | 'strong';

/** What makes a password easier to guess than its length says. */
export type Flaw = 'repeats' | 'sequence' | 'year' | 'few_parts';

type Part = { readonly bits: number; readonly flaw?: Flaw };

/** What stands side by side on a keyboard or in a row of things that everybody knows. */
const rows = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
  '!@#$%^&*()',
].flatMap((row) => [row, Array.from(row).reverse().join('')]);

/**
 * Bits that a guesser who knows how people make passwords must find. A word is one of 2,000 (11 bits); a digit or letter by
 * itself one of 10 or 26; a year one of 64; a piece of a row, or a part that was there before, next to nothing.
 */
const bitsOf = {
  word: 11,
  letter: 4.7,
  digit: 3.3,
  sign: 4,
  ideograph: 5,
  year: 6,
  row: 6,
  repeat: 1,
};

/** Three words, four and a half, six: what words chosen at random are worth. */
const steps: readonly (readonly [below: number, Strength])[] = [
  [33, 'weak'],
  [50, 'fair'],
  [66, 'good'],
];

/** A rough measure, for advice only: nothing is refused by it. */
export function passwordStrength(password: string): {
  readonly strength: Strength;
  readonly flaw?: Flaw;
} {
  const parts = partsOf(normalised(password));
  const bits = parts.reduce((sum, part) => sum + part.bits, 0);
  const strength = steps.find(([below]) => bits < below)?.[1] ?? 'strong';
  if (strength === 'strong' || strength === 'good') return { strength };
  return { strength, flaw: parts.find(({ flaw }) => flaw !== undefined)?.flaw ?? 'few_parts' };
}

function partsOf(password: string): Part[] {
  const seen = new Set<string>();
  return pieces(password).map((piece) => {
    const written = piece.toLowerCase();
    if (seen.has(written) && !/^\s*$/.test(piece)) return { bits: bitsOf.repeat, flaw: 'repeats' };
    seen.add(written);
    return weigh(written);
  });
}

/** Cuts out rows first, then years, then runs of letters (a capital begins another), digits and signs. */
function pieces(password: string): string[] {
  const kinds =
    /(?:19|20)\d\d(?!\d)|\d+|\p{Lu}*[\p{Ll}\p{M}]+|\p{Lu}+|[\p{L}\p{M}]+|\s+|[^\p{L}\p{M}\d\s]+/gu;
  const found: string[] = [];
  let rest = password;
  let plain = '';
  while (rest !== '') {
    const row = rowAtStart(rest);
    if (row === '') {
      const [point = ''] = rest;
      plain += point;
      rest = rest.slice(point.length);
    } else {
      found.push(...(plain.match(kinds) ?? []), row);
      plain = '';
      rest = rest.slice(row.length);
    }
  }
  return [...found, ...(plain.match(kinds) ?? [])];
}

/** The longest piece of a row, of four keys or more, with which the text begins. */
function rowAtStart(text: string): string {
  const written = text.slice(0, 26).toLowerCase();
  const near = rows.filter((row) => written.length >= 4 && row.includes(written.slice(0, 4)));
  for (let length = written.length; length >= 4; length -= 1)
    if (near.some((row) => row.includes(written.slice(0, length)))) return text.slice(0, length);
  return '';
}

function weigh(piece: string): Part {
  if (/^\s+$/.test(piece)) return { bits: 0 };
  if (rowAtStart(piece) === piece) return { bits: bitsOf.row, flaw: 'sequence' };
  const [, unit = ''] = /^(.+?)\1+$/u.exec(piece.slice(0, 64)) ?? [];
  if (unit !== '' && piece.length > 2)
    return { bits: weigh(unit).bits + bitsOf.repeat, flaw: 'repeats' };
  if (/^(?:19|20)\d\d$/.test(piece)) return { bits: bitsOf.year, flaw: 'year' };
  const points = Array.from(piece).length;
  if (/^\d+$/.test(piece)) return { bits: points * bitsOf.digit };
  if (
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(
      piece,
    )
  )
    return { bits: points * bitsOf.ideograph };
  if (!/^\p{L}/u.test(piece)) return { bits: points * bitsOf.sign };
  // Six consonants in a row are no word of any language that has these letters, but chance.
  if (points < 3 || /[bcdfghjklmnpqrstvwxz]{6}/.test(piece))
    return { bits: points * bitsOf.letter };
  return { bits: Math.max(1, Math.round(points / 8)) * bitsOf.word };
}
