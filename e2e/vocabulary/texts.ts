import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { testPlan } from '../house/test-plan.ts';

/** The catalogues of the pages, by id. */
function catalogue(language: 'en' | 'es'): ReadonlyMap<string, string> {
  const file = path.join(testPlan.root, 'apps/web/src/locales', language, 'messages.po');
  const entries = readFileSync(file, 'utf8').matchAll(/^msgid (".+")\nmsgstr (".+")$/gm);
  return new Map(
    [...entries].map(([, id = '""', text = '""']) => [
      JSON.parse(id) as string,
      JSON.parse(text) as string,
    ]),
  );
}

const english = catalogue('en');
const spanish = catalogue('es');

/** What a page says in Spanish for what it says in English, with its values: one of the texts, or what is left of it without its links. */
export function es(inEnglish: string, values: Readonly<Record<string, string>> = {}): string {
  const ids = [...english].flatMap(([id, text]) => (text === inEnglish ? [id] : []));
  const found = new Set(ids.map((id) => spanish.get(id) ?? ''));
  const [text = ''] = found;
  if (found.size !== 1) throw new Error(`${found.size} Spanish texts for “${inEnglish}”`);
  return text
    .replaceAll(/<\/?\d+\/?>/g, '')
    .replaceAll(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');
}

/** What stands between values and links, where it is long enough to be known again: at least two words. */
const pieces = (text: string) =>
  text
    .split(/<\/?\d+\/?>|\{\w+(?:, \w+,[^{]*)?|[{}#]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece.length > 7 && piece.includes(' '));

const said = (texts: ReadonlyMap<string, string>) => [...texts.values()].join('\n');
const englishPieces = [...new Set([...english.values()].flatMap(pieces))].filter(
  (piece) => !said(spanish).includes(piece),
);
/** Names of buttons and the like, of one word or more, that are not the same in Spanish. */
const englishWhole = new Set(
  [...english.values()].filter((text) => ![...spanish.values()].includes(text)),
);

/** Everything that a page says, seen or heard, in its window's title and to a screen reader. */
function heardOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const own = ['alt', 'aria-label', 'aria-description', 'placeholder', 'title'];
    const heard = [document.title];
    for (const element of document.querySelectorAll('body *')) {
      // What is said to be in another language is meant to be.
      if (element.closest('noscript, script, [lang]:not(html)') !== null) continue;
      for (const name of own) heard.push(element.getAttribute(name) ?? '');
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) heard.push(node.textContent ?? '');
      heard.push(element.children.length < 6 ? element.textContent : '');
    }
    return heard.map((text) => text.replaceAll(/\s+/g, ' ').trim()).filter((text) => text !== '');
  });
}

/** What of the English catalogue a page says, and does not say to be English. */
export async function englishOn(page: Page): Promise<string[]> {
  const heard = await heardOn(page);
  const whole = heard.filter((text) => englishWhole.has(text));
  const parts = englishPieces.filter((piece) => heard.some((text) => text.includes(piece)));
  return [...whole, ...parts];
}

export async function expectSpanish(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  expect(await englishOn(page)).toEqual([]);
}
