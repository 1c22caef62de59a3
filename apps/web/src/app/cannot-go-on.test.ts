import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router';
import { beforeAll, expect, test } from 'vitest';
import { speakEnglish } from '../testing/texts.ts';
import { CannotGoOn } from './cannot-go-on.tsx';
import { problemText } from './problem-text.ts';

beforeAll(speakEnglish);

test.each(['interaction_gone', 'agency_unknown', 'agreement_over', 'clock_wrong'] as const)(
  'a request that ends here says why, and leads on: %s',
  (code) => {
    const problem = { type: 'problem', code } as const;
    const page = createElement(CannotGoOn, { title: 'Nothing was shared', problem });
    const html = renderToStaticMarkup(
      createElement(MemoryRouter, {}, createElement(I18nProvider, { i18n }, page)),
    );
    expect(html).toContain(problemText(problem));
    expect(html).toContain('href="/account"');
  },
);
