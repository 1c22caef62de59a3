import { looksLatin, withoutMarks } from './look-alikes.ts';

/** UAX #31, table 5: in use by many people today. */
// prettier-ignore
const recommended = [
  'Arabic', 'Armenian', 'Bengali', 'Bopomofo', 'Cyrillic', 'Devanagari', 'Ethiopic', 'Georgian', 'Greek', 'Gujarati', 'Gurmukhi',
  'Han', 'Hangul', 'Hebrew', 'Hiragana', 'Kannada', 'Katakana', 'Khmer', 'Lao', 'Latin', 'Malayalam', 'Myanmar', 'Oriya', 'Sinhala',
  'Tamil', 'Telugu', 'Thaana', 'Thai', 'Tibetan',
];

/**
 * “Moderately restrictive”, UTS #39 §5.2: what a word may be written in. Not “highly”, since Thai and others set a Latin word
 * beside theirs without a space; where its letters look alike, `hidesAmongLatin` refuses it all the same.
 */
const together: readonly (readonly string[])[] = [
  ...recommended.map((one) => (one === 'Cyrillic' || one === 'Greek' ? [one] : ['Latin', one])),
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
];

const inAny = (scripts: readonly string[]) =>
  scripts.map((one) => `\\p{Script_Extensions=${one}}`).join('');
const shared = '\\p{Script_Extensions=Common}\\p{Script=Inherited}';
/** Of the scripts that few use any more none stands with one of these. */
const rare = new RegExp(`^[${shared}[^${inAny(recommended)}]]*$`, 'v');
const allowed = [...together.map((one) => new RegExp(`^[${shared}${inAny(one)}]*$`, 'u')), rare];

/** What is between two of them is seen, and parts words: “β-blocker”, “Greece/Ελλάδα”. A joiner, which nobody sees, does not. */
const words = /[\p{L}\p{M}\p{N}\u200C\u200D]+/gu;
/** Not so the dot of an abbreviation, an apostrophe and the like (UAX #29, MidNumLet), or an ampersand. */
const abbreviations = /(?:[\p{L}\p{M}\p{N}\u200C\u200D]|[.·‧․'‘’&_:])+/gu;

/** Whether a word is of two alphabets, or something in it is that looks like it was of the one that the rest is of. */
export function mixesAlphabets(text: string): boolean {
  const isMixed = (text.match(words) ?? []).some((word) => !allowed.some((one) => one.test(word)));
  return isMixed || (withoutMarks(text).match(abbreviations) ?? []).some(hidesAmongLatin);
}

/** “U.Ѕ.” with a Cyrillic Ѕ: letters that all look like Latin ones and are none, beside some that are. */
function hidesAmongLatin(abbreviation: string): boolean {
  if (!/\p{Script=Latin}/u.test(abbreviation)) return false;
  return abbreviation.split(/[\p{Script=Latin}\P{L}]+/u).some(looksLatinThroughout);
}

const looksLatinThroughout = (letters: string) =>
  letters !== '' && [...letters].every((one) => looksLatin(one) !== undefined);

/** Words of a name that stand by themselves and are of letters that look like Latin ones throughout: “ТЅА”, all of it Cyrillic (UTS #39 §4). */
export function wordsThatLookLatin(text: string): boolean {
  return (withoutMarks(text).match(words) ?? []).some(
    (word) =>
      !/\p{Script=Latin}/u.test(word) &&
      /\p{L}/u.test(word) &&
      looksLatinThroughout(word.replaceAll(/\P{L}/gu, '')),
  );
}
