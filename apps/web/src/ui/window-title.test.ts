import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { sources } from '../testing/sources.ts';
import { speakEnglish } from '../testing/texts.ts';
import { windowTitle } from './window-title.ts';

const window = { title: '' };

beforeAll(speakEnglish);
beforeEach(() => {
  vi.stubGlobal('document', window);
  windowTitle.page('Your account');
});

test('the window says that there is an error only while a problem stands', () => {
  expect(window.title).toBe('Your account – Signet');
  const gone = windowTitle.problem();
  expect(window.title).toBe('Error: Your account – Signet');
  gone();
  expect(window.title).toBe('Your account – Signet');
});

test('of two problems the last one that goes takes the word along', () => {
  const [one, other] = [windowTitle.problem(), windowTitle.problem()];
  one();
  expect(window.title).toBe('Error: Your account – Signet');
  other();
  expect(window.title).toBe('Your account – Signet');
});

test('a page that is called otherwise meanwhile has the problem still, and afterwards its own name', () => {
  const gone = windowTitle.problem();
  windowTitle.page('Your second steps');
  expect(window.title).toBe('Error: Your second steps – Signet');
  gone();
  expect(window.title).toBe('Your second steps – Signet');
});

const codeOf = new Map(sources);

/** What the routes of this file lead to. */
function pagesOf(routes: string): string[] {
  const found = (codeOf.get(routes) ?? '').matchAll(/(?:from |import\()'(\.[^']+\.tsx)'/g);
  return [...found].map(([, to = '']) => new URL(to, `file:///${routes}`).pathname.slice(1));
}

test('each page that a route leads to has a name, but the one that only sends on', () => {
  const frame = ['app/in-language.tsx', 'app/shell.tsx', 'proofing/routes.tsx'];
  const pages = [...pagesOf('app/routes.tsx'), ...pagesOf('proofing/routes.tsx')];
  const unnamed = pages.filter((file) => !/<(Page|CannotGoOn)\s/.test(codeOf.get(file) ?? ''));
  expect(pages.length).toBeGreaterThan(60);
  expect(unnamed.toSorted()).toEqual([...frame, 'app/letter-link.tsx'].toSorted());
});

test('whatever says that something went wrong has the window say so, and pages say it by nothing else', () => {
  const alerts = sources.flatMap(([file, code]) =>
    [...code.matchAll(/role="alert"|signet-problem\b|usa-alert--error/g)].map(() => file),
  );
  const told = [...new Set(alerts)].toSorted();
  expect(told).toEqual(['app/loaded.tsx', 'ui/error-summary.tsx', 'ui/problem.tsx']);
  for (const file of told)
    expect(codeOf.get(file)).toMatch(/useProblemInTitle\(|<Alert kind="error">/);
});
