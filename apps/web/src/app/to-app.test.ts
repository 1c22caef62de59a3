import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ok } from '@signet/contracts/result';
import { harbor } from '../testing/installation.ts';
import { speakEnglish } from '../testing/texts.ts';
import { appLink } from './app-link.ts';
import { Component } from './to-app.tsx';

beforeAll(speakEnglish);
afterEach(() => {
  appLink.forget();
  vi.useRealTimers();
});

const callback = 'test.example.harbor:/callback';
const made = vi.fn(() => Promise.resolve(ok(new URL(`${callback}?code=C%7EK`))));
function page(answer?: URL | typeof made) {
  if (answer !== undefined) appLink.keep(harbor, answer);
  return renderToStaticMarkup(
    createElement(
      I18nProvider,
      { i18n },
      createElement(MemoryRouter, {}, createElement(Component)),
    ),
  ).replaceAll('<!-- -->', '');
}

describe('the page from which a person goes back to an app (AGENCY-52)', () => {
  // prettier-ignore
  test.each([
    ['error=access_denied&state=s',           'learns only that you said no'],
    ['error=unmet_authentication_requirements', 'asked for something that cannot be had'],
  ])('has a link to press, and says what went: %s', (answer, says) => {
    const html = page(new URL(`${callback}?${answer}`));
    const href = `${callback}?${answer.replaceAll('&', '&amp;')}`;
    expect(html).toContain(`<a class="usa-button" href="${href}">`);
    expect(html).toContain('Back to the app of Harbor Licensing Office');
    expect(html).toContain(says);
    expect(html).toContain('If nothing opens');
    expect(html).toContain(`<a href="${harbor.homepage}">`);
  });

  test('has a code made by the press, and not before (AGENCY-7)', () => {
    const html = page(made);
    expect(html).toContain('<button type="button" class="usa-button">Back to the app of Harbor');
    expect(html).toContain(
      'for three and a half minutes. <strong>Harbor Licensing Office</strong>',
    );
    expect(html).not.toContain(callback);
    expect(made).not.toHaveBeenCalled();
  });

  test('has none when it was loaded anew', () => {
    const html = page();
    expect(html).toContain('Begin again in the app');
    expect(html).not.toContain('href=');
  });

  test('what was agreed to waits for three and a half minutes, an error for as long as the page stands', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    page(made);
    expect(appLink.read()?.until).toBe(210_000);
    page(new URL(`${callback}?error=access_denied`));
    expect(appLink.read()?.until).toBe(Infinity);
  });
});
