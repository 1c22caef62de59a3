/** What the pages are written in: one catalogue each. The first is spoken to whoever asks for none of them. */
export const languages = ['en', 'es'] as const;

export type Language = (typeof languages)[number];

/** What a person chose in this browser: one of the languages, and nothing else. Both sides read it; the page writes it. */
export const languageCookie = '__Host-signet-language';

/**
 * `ui_locales` (OpenID Connect Core §3.1.2.1) by RFC 4647 §3.4, lookup: the first of the wanted languages that there is, where
 * `es-MX` is content with `es`.
 */
export function chooseLanguage<Offered extends string>(
  wanted: unknown,
  offered: readonly [Offered, ...Offered[]],
): Offered {
  const ranges = typeof wanted === 'string' ? wanted.toLowerCase().split(' ') : [];
  for (const range of ranges) {
    for (let tag = range; tag !== ''; tag = shorter(tag)) {
      const found = offered.find((one) => one.toLowerCase() === tag);
      if (found !== undefined) return found;
    }
  }
  return offered[0];
}

/** Without its last subtag, and without a single letter that would be left at the end. An agency's wish may be long: each step takes as long as any other. */
function shorter(tag: string): string {
  const end = tag.lastIndexOf('-');
  const isLeftAlone = tag.lastIndexOf('-', end - 1) === end - 2;
  return tag.slice(0, Math.max(0, isLeftAlone ? end - 2 : end));
}

/** What an agency says in this language; in English, which is always there, where it has not said it in that one. */
export function saidIn(
  language: string,
  worded: Readonly<Record<string, string>> & { readonly en: string },
): string {
  return (Object.hasOwn(worded, language) ? worded[language] : undefined) ?? worded.en;
}
