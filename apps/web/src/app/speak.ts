import { i18n, type Messages } from '@lingui/core';
import { languages, type Language } from '@signet/contracts/languages';

/** What the page was served in: who decides that is `apps/bff/src/http/language.ts` (LANG-1). */
export function servedIn(): Language {
  return known(document.documentElement.lang);
}

type Catalogue = () => Promise<{ readonly messages: Messages }>;

/** English stands beside each page that says it (build/texts-beside-pages.ts); another language comes whole, once somebody reads it (LANG-3). */
const catalogues: Readonly<Record<Exclude<Language, 'en'>, Catalogue>> = {
  es: () => import('../locales/es/messages.po'),
};

/** All pages in this language, and the page said to be in it, once every text is there. Throws where they do not come. */
export async function speak(language: Language): Promise<void> {
  if (language !== 'en') i18n.load(language, (await catalogues[language]()).messages);
  i18n.activate(language);
  document.documentElement.lang = language;
}

/** What the page is in now. */
export const spokenHere = (): Language => known(i18n.locale);

const known = (tag: string): Language => languages.find((one) => one === tag) ?? 'en';

/** For dates, times and lists: the language of the page, as it is written in the United States. */
export const localeHere = (): string => `${spokenHere()}-US`;
