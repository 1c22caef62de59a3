import type { IncomingHttpHeaders } from 'node:http';
import {
  chooseLanguage,
  languageCookie,
  languages,
  type Language,
} from '@signet/contracts/languages';
import { cookieValue } from './session.ts';

/**
 * What a page is served in (LANG-1): as the person chose in this browser, else as the agency's request asks (`ui_locales`), else as the browser
 * prefers, else in English. Where nothing of what an agency asks for is spoken, its wish says nothing.
 */
export function pageLanguage(headers: IncomingHttpHeaders, uiLocales?: unknown): Language {
  const chosen = cookieValue(headers, languageCookie, /^[a-z]{2}$/);
  const wanted = [chosen, uiLocales, preferred(headers)].filter((one) => typeof one === 'string');
  return chooseLanguage(wanted.join(' '), languages);
}

/** What the page speaks that makes a call: it says so itself, in one word. */
export function callLanguage(headers: IncomingHttpHeaders): Language {
  return chooseLanguage(preferred(headers), languages);
}

const longest = 512;

/** `Accept-Language` (RFC 9110 §12.5.4), what is liked best first, in the form of `ui_locales`. */
function preferred({ 'accept-language': header = '' }: IncomingHttpHeaders): string {
  return header
    .slice(0, longest)
    .split(',')
    .map((one) => {
      const [range = '', weight] = one.split(';');
      const quality = /^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(weight ?? 'q=1')?.[1];
      return { range: range.trim(), quality: Number(quality ?? 0) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality)
    .map(({ range }) => range)
    .join(' ');
}
