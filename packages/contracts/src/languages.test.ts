import { expect, test } from 'vitest';
import { chooseLanguage } from './languages.ts';

const offered = ['en', 'es', 'zh-Hant', 'pt-BR'] as const;

// prettier-ignore
test.each<[string, unknown, (typeof offered)[number]]>([
  ['the first that there is',              'fr es en',     'es'],
  ['content with less than was wanted',    'es-MX',        'es'],
  ['and with less by more than one step',  'es-Latn-MX',   'es'],
  ['the wish before the less exact one',   'es-MX en',     'es'],
  ['a script',                             'zh-Hant-TW',   'zh-Hant'],
  ['written in any case',                  'ZH-HANT PT-br', 'zh-Hant'],
  ['without an extension',                 'es-u-co-trad', 'es'],
  ['never more than was wanted',           'pt fr',        'en'],
  ['nothing by half a subtag',             'e esp zh',     'en'],
  ['the first where nothing is wanted',    undefined,      'en'],
  ['the first where nothing is known',     'xx tlh',       'en'],
  ['the first for what is no language',    '-- - en_US *', 'en'],
  ['the first for what is no text',        ['es'],         'en'],
])('ui_locales: %s (AGENCY-44)', (_what, wanted, language) => {
  expect(chooseLanguage(wanted, offered)).toBe(language);
});

test('ui_locales: a long wish keeps nobody waiting, and is read again with every page of its request (AGENCY-44)', () => {
  const wanted = `fr${'-aa'.repeat(40_000)} es`;
  const begun = performance.now();
  expect(chooseLanguage(wanted, offered)).toBe('es');
  expect(performance.now() - begun).toBeLessThan(1_000);
});
