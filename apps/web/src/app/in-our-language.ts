import { i18n } from '@lingui/core';
import type { Agency } from '@signet/contracts/agency';

/** What an agency says in several languages: its name, a purpose, how long it keeps something. */
export type Worded = Agency['name'];

/** In the language of the page; in English, which is always there, where the agency has not said it in that one. */
export function inOurLanguage(worded: Worded): string;
export function inOurLanguage(worded: Worded | undefined): string | undefined;
export function inOurLanguage(worded: Worded | undefined): string | undefined {
  if (worded === undefined) return undefined;
  return Object.hasOwn(worded, i18n.locale) ? worded[i18n.locale] : worded.en;
}
