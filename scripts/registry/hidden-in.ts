import type { Agency } from '@signet/contracts/agency';

type Found = { readonly steps: readonly (string | number)[]; readonly says: string };

/**
 * Nothing is seen of these, or they turn what follows round (Unicode's UTS #55 §2): two names could look alike. Joiners and variation selectors
 * have their place in some scripts.
 */
const unseen =
  /(?![\n\t\u200C\u200D\p{Variation_Selector}])[\p{Default_Ignorable_Code_Point}\p{Cc}]|[\u2028\u2029\u2800\uFFF9-\uFFFB]/u;

/**
 * A word of two alphabets whose letters look alike (UTS #39 §5.2): nobody sees that it is another word. A sign that is seen parts
 * words ("β-blocker"); a joiner, which nobody sees, does not.
 */
function mixesAlphabets(words: string): boolean {
  return words
    .split(/[^\p{L}\p{M}\p{N}\u200C\u200D]+/u)
    .some(
      (word) =>
        /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word),
    );
}

/** In what people read of an agency: characters that nobody sees, and languages that there are not. */
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
      if (unseen.test(words))
        found.push(
          'has a character that nobody sees, or that turns text round. Write it anew by hand.',
        );
      if (mixesAlphabets(words))
        found.push('has a word with letters of two alphabets. Write it anew by hand.');
      if (!isLanguage(language)) found.push('is no language by RFC 5646, such as "en" or "es".');
      return found.map((says) => ({ steps: at, says: `${at.join('.')}: ${says}` }));
    }),
  );
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
