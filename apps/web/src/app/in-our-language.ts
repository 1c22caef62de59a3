import { i18n } from '@lingui/core';
import type { Agency } from '@signet/contracts/agency';
import { saidIn } from '@signet/contracts/languages';

/** What an agency says in several languages: its name, a purpose, how long it keeps something. */
export type Worded = Agency['name'];

/** In the language of the page, or else in English. */
export function inOurLanguage(worded: Worded): string;
export function inOurLanguage(worded: Worded | undefined): string | undefined;
export function inOurLanguage(worded: Worded | undefined): string | undefined {
  return worded === undefined ? undefined : saidIn(i18n.locale, worded);
}
