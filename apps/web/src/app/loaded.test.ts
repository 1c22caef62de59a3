import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test } from 'vitest';
import { sources } from '../testing/sources.ts';
import { speakEnglish } from '../testing/texts.ts';
import { Loaded } from './loaded.tsx';
import { problemText } from './problem-text.ts';
import type { Reading } from './use-reading.ts';

beforeAll(speakEnglish);

const again = async () => undefined;
const page = (problem: Reading['problem']) =>
  renderToStaticMarkup(
    createElement(
      I18nProvider,
      { i18n },
      createElement(Loaded, { problem, tries: 1, again }, 'what was loaded'),
    ),
  );

test.each(['temporarily_unavailable', 'internal_error', 'too_many_attempts'] as const)(
  'what could not be loaded says why, and can be loaded again: %s',
  (code) => {
    const problem = { type: 'problem', code } as const;
    const html = page(problem);
    expect(html).toContain(`<p role="alert">${problemText(problem)}</p>`);
    expect(html).toContain('Try again</button>');
  },
);

test.each([
  ['page_outdated', 'Reload this page'],
  ['signed_out', 'Sign in'],
  ['second_factor_required', 'Sign in'],
  ['password_change_due', 'Sign in'],
] as const)('where this page cannot read it any more, it leads on: %s', (code, button) => {
  const html = page({ type: 'problem', code });
  expect([...html.matchAll(/>([^<]+)<\/button>/g)].map(([, name]) => name)).toEqual([button]);
});

test('what was loaded stands there without either', () => {
  expect(page(undefined)).toContain('what was loaded');
  expect(page(undefined)).not.toMatch(/role="alert"|<button/);
});

test('no page of the account, of agencies or of second steps says that it could not be loaded, and nothing more', () => {
  const pages = sources.filter(([file]) => /^(account|consent|second-steps)\//.test(file));
  expect(pages.length).toBeGreaterThan(30);
  const alone = pages.filter(([, code]) => /role="alert"|<Alert kind="error"/.test(code));
  expect(alone.map(([file]) => file)).toEqual([]);
});
