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

test('whatever says that something went wrong has the window say so', () => {
  const told = sources.filter(([, code]) => code.includes('role="alert"')).map(([file]) => file);
  const untold = told.filter((file) => {
    const [, code = ''] = sources.find(([one]) => one === file) ?? [];
    return !/useProblemInTitle\(|<Alert kind="error"/.test(code);
  });
  expect(told).toContain('ui/problem.tsx');
  expect(untold).toEqual([]);
});
