import type { Agency } from '@signet/contracts/agency';
import { mixesAlphabets, wordsThatLookLatin } from './mixed-alphabets.ts';

type Found = { readonly steps: readonly (string | number)[]; readonly says: string };

/**
 * Nothing is seen of these, or they turn what follows round (Unicode's UTS #55 §2), or nobody knows what is seen of them: two names could look
 * alike. Joiners and variation selectors have their place in some scripts.
 */
const unseen =
  /(?![\n\t\u200C\u200D\p{Variation_Selector}])[\p{Default_Ignorable_Code_Point}\p{Cc}]|[\u2028\u2029\u2800\uFFF9-\uFFFD\p{Co}\p{Cs}]/u;

/** Scripts whose letters join, or stack after a sign that kills a vowel (UAX #31 §2.3): only there is a joiner seen. */
// prettier-ignore
const joining = [
  'Adlam', 'Arabic', 'Balinese', 'Bengali', 'Chakma', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Hanifi_Rohingya', 'Javanese', 'Kannada',
  'Khmer', 'Malayalam', 'Mandaic', 'Mongolian', 'Myanmar', 'Nko', 'Oriya', 'Sinhala', 'Syriac', 'Tamil', 'Telugu', 'Tibetan',
].map((one) => `\\p{Script_Extensions=${one}}`).join('');
const joined = String.raw`(?<=[${joining}][\p{Script=Inherited}--[\u200C\u200D]]*|\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]*)`;
const strayJoiner = new RegExp(String.raw`(?!${joined})[\u200C\u200D]`, 'v');
/** They choose how a character is drawn that is drawn in two ways (UAX #31 §2.3). */
const strayVariation =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Han}\p{Script=Mongolian}\p{Script=Myanmar}])\p{Variation_Selector}/u;
/** Drawn over each other (UTS #39 §5.4). */
const markTwice = /(\p{Mn})\1/u;

function isHiding(words: string): boolean {
  return (
    [unseen, strayJoiner, strayVariation].some((one) => one.test(words)) ||
    markTwice.test(words.normalize('NFD'))
  );
}

/** In what people read of an agency: characters that nobody sees, letters that look like others, and languages that there are not. */
export function hiddenIn({ name, attributes }: Agency): readonly Found[] {
  const texts = [
    { steps: ['name'], text: name },
    ...attributes.flatMap(({ purpose, retention }, index) => [
      { steps: ['attributes', index, 'purpose'], text: purpose },
      { steps: ['attributes', index, 'retention'], text: retention },
    ]),
  ];
  return texts.flatMap(({ steps, text }) =>
    Object.entries<string>(text).flatMap(([language, words]) => {
      const at = [...steps, language];
      const found: string[] = [];
      if (isHiding(words))
        found.push(
          'has a character that nobody sees, or that turns text round. Write it anew by hand.',
        );
      if (mixesAlphabets(words))
        found.push('has a word with letters of two alphabets. Write it anew by hand.');
      if (localeOf(language) === undefined)
        found.push('is no language by RFC 5646, such as "en" or "es".');
      return found.map((says) => ({ steps: at, says: `${at.join('.')}: ${says}` }));
    }),
  );
}

/** In a language that is written in Latin letters a word of others that all look like them may be meant, and is said each time. */
export function namesThatLookLatin(agencies: readonly Agency[]): readonly string[] {
  return agencies.flatMap(({ clientId, name }) =>
    Object.entries<string>(name)
      .filter(
        ([language, words]) =>
          localeOf(language)?.maximize().script === 'Latn' && wordsThatLookLatin(words),
      )
      .map(
        ([language]) =>
          `! ${clientId} has a word in its name.${language} whose letters look Latin and are of another alphabet: people cannot tell it from the Latin one.`,
      ),
  );
}

function localeOf(tag: string): Intl.Locale | undefined {
  try {
    // Longer ones RFC 5646 §2.2.1 has room for, and nobody registered one.
    return /^[a-z]{2,3}(?:-|$)/i.test(tag) ? new Intl.Locale(tag) : undefined;
  } catch {
    return undefined;
  }
}
