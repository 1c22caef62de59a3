import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type CDPSession, type Page } from '@playwright/test';
import type axe from 'axe-core';
import { onceARun } from '../house/once-a-run.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const widths = [1280, 390] as const;
/** Half the size of the readable one, and what a document costs is reading it. */
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const pictures = 'test-results/screens';

/**
 * Stands on a screen and looks at it as a person and as a machine would: its heading, then axe and sideways scrolling
 * at both widths (WEB-6). `picture` keeps a screenshot of it for the README.
 */
export async function seeScreen(
  page: Page,
  heading: string | RegExp,
  picture?: string,
): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await lookClosely(page, String(heading), picture);
}

/** The same for a page that says what went wrong; the sentence has the focus, so that a screen reader reads it out. */
export async function seeProblem(
  page: Page,
  sentence: string | RegExp,
  picture?: string,
): Promise<void> {
  const problem = page.getByRole('alert').or(page.locator('.usa-alert--error'));
  await expect(problem).toContainText(sentence);
  await expect(problem).toBeFocused();
  await lookClosely(page, String(sentence), picture);
}

/** WCAG 2.4.2: the window is called as the page is, and has the word for it as long as something is said to be wrong there (WEB-6). */
async function seeTitle(page: Page, what: string): Promise<void> {
  const problems = page.locator('[role=alert], .usa-alert--error').filter({ visible: true });
  await expect(async () => {
    const heading = await page.locator('main h1').textContent();
    const problem = (await problems.count()) > 0 ? 'Error: ' : '';
    expect(await page.title(), `the title of “${what}”`).toBe(`${problem}${heading} – Signet`);
  }).toPass({ timeout: 5_000 });
}

/**
 * Its name in the window, sideways scrolling at both widths, and axe; axe once for each screen of a run, because journeys meet many of them
 * again.
 */
export async function lookClosely(page: Page, what: string, picture?: string): Promise<void> {
  if ((await page.locator('main.signet-main').count()) > 0) await seeTitle(page, what);
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const width of widths) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
    const screen = JSON.stringify([what, width, await elementsOf(page)]);
    await onceARun(screen, () => passAxe(page, what, width));
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `sideways scroll on "${what}" at ${width} px`).toBeLessThanOrEqual(0);
    if (picture !== undefined) {
      const file = `${pictures}/${picture}-${width}.png`;
      await onceARun(
        file,
        async () => void (await page.screenshot({ path: file, fullPage: true })),
      );
    }
  }
  await page.setViewportSize(size);
}

/** What whoever set letters of twice the size sees of a page on a small phone (WCAG 2.2, 1.4.4 and 1.4.10). */
export async function inLargeLetters(page: Page, look: () => Promise<void>): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await page.setViewportSize({ width: 320, height: 844 });
  await look();
  await page.setViewportSize(size);
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
}

/**
 * Every element with its attributes, and whether it holds any words: which ones may differ, and so may what is random (addresses,
 * identifiers, a drawn code).
 */
function elementsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const random = /[\w-]*(?=\w*\d)(?=\w*[A-Z])[\w-]{16,}|[\da-f]{8}-[\da-f-]{27}| d="[^"]*"/g;
    return [...document.querySelectorAll('body *')].map(
      (element) =>
        (element.cloneNode(false) as Element).outerHTML.replaceAll(random, '') +
        (element.textContent.trim() === '' ? '' : '…'),
    );
  });
}

async function passAxe(page: Page, what: string, width: number): Promise<void> {
  // A page that is still going on settles; what is really wrong with it stays.
  await expect
    .poll(() => axeOn(page), { message: `axe on "${what}" at ${width} px`, timeout: 30_000 })
    .toEqual([]);
}

/** What axe finds. Signet's pages have no frames, so axe is put into the document itself, once. */
async function axeOn(page: Page): Promise<string[]> {
  await expect(page.locator('iframe')).toHaveCount(0);
  if (await page.evaluate(() => !('axe' in globalThis))) await putAxeInto(page);
  return page.evaluate(async (rules) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: rules,
      resultTypes: ['violations'],
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  }, tags);
}

/** A door of the debugger for each page. It stays open: closing one takes the page's virtual passkey device away. */
const doors = new WeakMap<Page, Promise<CDPSession>>();

/** By the debugger's door: the policy of Signet's pages lets no text become a script. */
async function putAxeInto(page: Page): Promise<void> {
  const door = doors.get(page) ?? page.context().newCDPSession(page);
  doors.set(page, door);
  await (await door).send('Runtime.evaluate', { expression: axeSource });
}
