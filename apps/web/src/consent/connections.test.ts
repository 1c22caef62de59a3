import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { dayAndTime } from '../app/day-and-time.ts';
import { speakEnglish } from '../testing/texts.ts';
import type { Connected, ConnectedAgencies } from './connected.ts';
import { Connections } from './connections.tsx';

beforeAll(speakEnglish);

const on = (day: number) => `2026-01-${day}T12:00:00.000Z`;
const harbor: Connected = {
  clientId: 'urn:test:harbor',
  name: { en: 'Harbor Licensing Office', es: 'Oficina de Licencias Harbor' },
  agreed: ['given_name', 'phone'],
  agreedAt: [on(15)],
  stoppedAt: null,
  stoodAt: null,
  shared: [{ clientId: 'urn:test:harbor', claims: ['given_name', 'phone'], at: on(15) }],
  isCutShort: false,
  isKnownHere: true,
};

/** The sentences of the page, one after the other, without what they are set in. */
function page({ rows = [], forgotten = 0 }: Partial<ConnectedAgencies>): string {
  const list = createElement(Connections, { rows, forgotten, onStop: async () => [] });
  return renderToStaticMarkup(createElement(I18nProvider, { i18n }, list))
    .replaceAll('<!-- -->', '')
    .replaceAll(/<[^>]+>/g, '\n')
    .replaceAll(/\n+/g, '\n');
}
const card = (changes: Partial<Connected> = {}) => page({ rows: [{ ...harbor, ...changes }] });

const stopMeans = `Stopping ends ${harbor.name.en}’s access here and now. It does not take back what ${harbor.name.en} has received.`;

describe('the page of connected agencies says (AGENCY-40, AGENCY-41)', () => {
  test('that there is none', () => {
    expect(page({})).toContain('You have not shared anything with an agency yet.');
    expect(card()).not.toContain('not shared anything');
  });

  test('with whom, since when and what, and what stopping does; and nothing else where there is nothing else', () => {
    expect(card()).toBe(
      [
        '',
        harbor.name.en,
        'You agreed on January 15, 2026.',
        'Shared: First name, Phone number',
        'When it was shared',
        `${dayAndTime(on(15))}: First name, Phone number`,
        stopMeans,
        `Stop sharing with ${harbor.name.en}`,
        '',
      ].join('\n'),
    );
  });

  test('each day on which it was agreed, once', () => {
    expect(card({ agreedAt: [on(15), on(15), on(20)] })).toContain(
      'You agreed on January 15, 2026 and January 20, 2026.',
    );
  });

  test('where nothing of the person was asked, that it is nothing', () => {
    const page = card({
      agreed: [],
      shared: [{ clientId: harbor.clientId, claims: [], at: on(15) }],
    });
    expect(page).toContain('Shared: nothing but that it was you');
    expect(page).toContain(`${dayAndTime(on(15))}: nothing but that it was you`);
  });

  test('what is over, since when, and no way to stop it again', () => {
    const page = card({ stoppedAt: on(28) });
    expect(page).toContain('You agreed on January 15, 2026 and stopped on January 28, 2026.');
    expect(page).not.toContain('Stop sharing');
    expect(page).not.toContain('Stopping ends');
  });

  test('that it was told again without a page, and when', () => {
    expect(card({ stoodAt: on(17) })).toContain(
      'On January 17, 2026 it was told the same again without asking you, because you were signed in.',
    );
  });

  test('that the vault does not know of it, and what to do', () => {
    const page = card({ isKnownHere: false });
    expect(page).toContain('Your vault does not know of this');
    expect(page).toContain('If you do not remember agreeing, stop sharing.');
    expect(page).toContain(`Stop sharing with ${harbor.name.en}`);
  });

  test('what was shared and when, and how far back that goes where it does not go all the way', () => {
    const shared = [
      { clientId: harbor.clientId, claims: harbor.agreed.slice(0, 1), at: on(19) },
      { clientId: harbor.clientId, claims: [...harbor.agreed], at: on(16) },
    ];
    const all = card({ shared });
    expect(all).toContain(
      `When it was shared\n${dayAndTime(on(19))}: First name\n${dayAndTime(on(16))}: First name, Phone number\n`,
    );
    expect(all).not.toContain('This goes back');
    expect(card({ shared, isCutShort: true })).toContain(
      'This goes back to January 16, 2026. Of what was shared before, no list is kept.',
    );
  });

  describe('as shared what went, and beside it what was agreed to and did not (AGENCY-30)', () => {
    const name = { clientId: harbor.clientId, claims: ['given_name' as const], at: on(16) };
    const nothing = { ...name, claims: [], at: on(15) };
    const both = 'You also agreed to: Phone number.';
    // prettier-ignore
    test.each<[string, Partial<Connected>, readonly string[]]>([
      ['less than was agreed to',  { shared: [name] },                       ['Shared: First name', `${both} Your vault has no note that it was shared.`]],
      ['as long as the list goes', { shared: [name], isCutShort: true },     ['Shared since January 16, 2026: First name', `${both} If it was shared, that was before January 16, 2026.`]],
      ['more, which was withdrawn', { shared: [name], agreed: [] },          ['Shared: First name']],
      ['each once, of all times',  { shared: [name, nothing, name], agreed: [] }, ['Shared: First name']],
      ['nothing yet',              { shared: [] },                           ['You agreed to: First name, Phone number']],
      ['by a receipt alone',       { shared: [], isKnownHere: false },       ['By the server’s receipt you agreed to: First name, Phone number']],
      ['and by a receipt',         { shared: [name], isKnownHere: false },   ['Shared: First name', 'By the server’s receipt you agreed to: Phone number']],
    ])('%s', (_what, changes, said) => {
      const lines = card(changes).split('\n');
      expect(lines.filter((line) => /^Shared|agreed to/.test(line))).toEqual(said);
    });
  });

  test('that agencies were forgotten, and how they can be met again', () => {
    expect(page({ rows: [harbor], forgotten: 2 })).toContain(
      'Your vault remembers 60 agencies at most.',
    );
    expect(card()).not.toContain('60 agencies');
  });

  test('one agency after the other, each under its own name', () => {
    const lantern = { ...harbor, clientId: 'urn:test:lantern', name: { en: 'Lantern Housing' } };
    const both = page({ rows: [harbor, lantern] });
    expect(both.match(/Stop sharing with .*/g)).toEqual([
      `Stop sharing with ${harbor.name.en}`,
      `Stop sharing with ${lantern.name.en}`,
    ]);
  });

  test('its name in the language of the page, in English where it has none in that (LANG-2, AGENCY-44)', () => {
    i18n.load('es', {});
    i18n.activate('es');
    expect(card()).toContain('Oficina de Licencias Harbor');
    expect(card()).not.toContain(harbor.name.en);
    expect(card({ name: { en: 'Lantern Housing' } })).toContain('Lantern Housing');
    speakEnglish();
  });
});
