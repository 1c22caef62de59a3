import { i18n } from '@lingui/core';
import type { Language } from '@signet/contracts/languages';

/** All pages in this language, and the page said to be in it. Each page brings the texts that it says (build/texts-beside-pages.ts). */
export function speak(language: Language): void {
  i18n.activate(language);
  document.documentElement.lang = language;
}
