import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test } from 'vitest';
import { speakEnglish } from '../testing/texts.ts';
import { usePhase } from './phase.ts';

beforeAll(speakEnglish);

function Shown({ path }: { readonly path: Parameters<typeof usePhase>[0] }) {
  const { steps, current } = usePhase(path);
  return createElement('p', null, `${current + 1} of ${steps.length}: ${steps[current] ?? ''}`);
}

test.each([
  ['start', '1 of 5: Get ready'],
  ['id', '2 of 5: Your ID'],
  ['ssn', '3 of 5: Your information'],
  ['review', '3 of 5: Your information'],
  ['phone', '4 of 5: Phone or letter'],
  ['code', '4 of 5: Phone or letter'],
  ['saving', '5 of 5: Keep it safe'],
  ['recovery-key', '5 of 5: Keep it safe'],
] as const)('%s stands at %s', (path, text) => {
  const page = createElement(I18nProvider, { i18n }, createElement(Shown, { path }));
  expect(renderToStaticMarkup(page)).toBe(`<p>${text}</p>`);
});
