import { describe, expect, test } from 'vitest';
import type { Agency } from '@signet/contracts/agency';
import { hiddenIn, namesThatLookLatin } from './hidden-in.ts';
import { sameNames } from './same-names.ts';

const named = (name: string, language = 'en', clientId = 'urn:test:a') =>
  ({ clientId, name: { [language]: name }, attributes: [] }) as unknown as Agency;
const saidOf = (name: string) => hiddenIn(named(name)).map(({ says }) => says);

describe('letters of another alphabet that look like those beside them are refused (AGENCY-1)', () => {
  // prettier-ignore
  test.each<[string, string]>([
    ['Cyrillic in an abbreviation',            'U.\u0405. Treasury'],
    ['with a mark on it',                      'U.\u0405\u0301. Treasury'],
    ['behind a joiner',                        'U.\u200D\u0405.'],
    ['Greek in one',                           'I.\u03A1.\u0391'],
    ['Cyrillic before an apostrophe',          '\u041E\u2019Neil'],
    ['Cyrillic behind an ampersand',           'A&\u0422 Office'],
    ['Cyrillic behind a middle dot',           'I\u00B7R\u00B7\u0405'],
    ['Cyrillic in a word',                     'H\u0430rbor'],
    ['Greek in a word',                        '\u039Farbor'],
    ['Greek in a Cyrillic word',               '\u041A\u03B9\u0457\u0432'],
    ['Armenian in a word',                     'Harb\u0585r'],
    ['Cherokee in a word',                     '\u13DFity'],
    ['Lisu in a word',                         'Harbor \u{A4DA}ity'],
    ['Coptic in a word',                       '\u2C9Fffice'],
    ['three alphabets in a word',              'OIT\u0E04\u0915'],
  ])('%s', (_what, name) => {
    expect(saidOf(name).join()).toContain('letters of two alphabets');
  });
});

describe('characters that nobody sees are refused (AGENCY-1)', () => {
  // prettier-ignore
  test.each<[string, string]>([
    ['a joiner among Latin letters',           'Har\u200Dbor'],
    ['one in an abbreviation',                 'U.\u200CS.'],
    ['one that begins a name',                 '\u200DHarbor'],
    ['two behind each other',                  '\u0915\u094D\u200D\u200D\u0937'],
    ['a variation selector',                   'Harb\uFE0For'],
    ['one of the supplement',                  'Harb\u{E0101}or'],
    ['a mark that is there twice',             'Caf\u00E9\u0301'],
    ['a character of nobody’s',                'Harbor\uE000'],
    ['half a character',                       'Harbor\uD800'],
    ['one that turns text round',              'Har\u202Erob'],
    ['a blank letter',                         'Har\u3164bor'],
  ])('%s', (_what, name) => {
    expect(saidOf(name).join()).toContain('a character that nobody sees');
  });
});

describe('a name as somebody writes it is taken (AGENCY-1)', () => {
  // prettier-ignore
  test.each([
    'U.S. Treasury', 'Smith & Co.', 'AT&T', 'O\u2019Neil', 'O\'Neil', 'X.509', 'C\u00F4te d\u2019Ivoire', 'Se\u00F1or \u00D1and\u00FA', 'Nguy\u1EC5n V\u0103n \u0110\u1EE9c',
    'Nguye\u0302\u0303n', '\u0152uvre d\u2019\u00C9tat', 'Ka\u02BB\u016B Hawai\u02BBi', 'Col\u00B7legi', 'Harbor\u00A0Office', 'Brand\u00AE\uFE0F', 'Family \u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
    'Служба безпеки', 'м\u2019ята', 'А.С. Пушкин', 'Служба IT', 'IT-отдел', 'Министерство (МОСКВА)', 'Ελλάδα', 'l\u2019Ελλάδα', 'www.мвд.рф', 'β-blocker', 'For Kyiv (Київ)',
    'دانشگاه\u200Cها', 'می\u200Cخواهم', 'شَرِكَة', 'שָׁלוֹם', 'בארה״ב', 'הUSA', 'क्\u200Dष', 'शांति', 'র\u200D্যাব', 'ക്\u200D', 'ශ්\u200Dරී ලංකා', 'บริษัทABCจำกัด', 'ညွှန်ကြား', 'བོད་སྐད',
    '東京都庁', 'Tシャツ', 'T恤', 'KT링크', '葛\u{E0100}城', 'ᏣᎳᎩ', 'ᏣᎳᎩ Nation', 'ᐃᓄᒃᑎᑐᑦ', 'ߒߞߏ', 'ᠮᠣᠩᠭᠣᠯ', 'Հայաստան', 'საქართველო', 'አማርኛ',
  ])('%s', (name) => {
    expect(saidOf(name)).toEqual([]);
  });
});

// prettier-ignore
test.each<[string, string, string, boolean]>([
  ['of Cyrillic letters that all look Latin',      'ТЅА Office',       'en',      true],
  ['of a Greek one that stands alone',             'U. \u03A1. Office', 'es',      true],
  ['of Latin letters',                             'TSA Office',       'en',      false],
  ['of Cyrillic letters that do not',              'Київ Office',      'en',      false],
  ['in a language that is written so',             'ТЅА',              'ru',      false],
  ['in one that is written so here',               'ТЅА',              'sr',      false],
  ['in one that is written so elsewhere',          'ТЅА',              'sr-Latn', true],
])('a word %s is pointed out: %s in %s: %s (AGENCY-1)', (_how, name, language, isPointedOut) => {
  const said = namesThatLookLatin([named(name, language)]);
  expect(said).toHaveLength(isPointedOut ? 1 : 0);
});

// prettier-ignore
test.each<[string, string, string, boolean]>([
  ['in capitals, with signs',                 'Harbor Office',  'HARBOR-office', true],
  ['with what nobody sees in it',             'Harbor Office',  'Harbor\uFE0F \u200DOffice', true],
  ['with its accents written in another way', 'Caf\u00E9',      'Cafe\u0301',   true],
  ['with a mark that it had not',             'Harbor Office',  'Harbo\u0323r Offi\u0307ce', true],
  ['with a mark on its Cyrillic',             'Порт',           'По\u0301рт',   true],
  ['with marks on its Greek',                 'Λιμάνι',         'ΛΙΜΑΝΙ',       true],
  ['with a mark behind a space',              'Harbor Office',  'Harbor \u0323Office', true],
  ['with a stroke',                           'Harbor Office',  'Harb\u00F8r Office', true],
  ['of Cyrillic letters',                     'Tax Copy',       'Тах Сору',     true],
  ['of Cyrillic capitals that read otherwise', 'Ocean',          'ОСЕАН',        false],
  ['in capitals, one of them Cyrillic',       'Ice Office',     '\u0406CE OFFICE', true],
  ['of Cherokee letters',                     'DMV',            'ᎠᎷᏙ',          true],
  ['with an l for an I',                      'IRS Office',     'lRS Office',   true],
  ['with a zero for an O',                    'Ocean Office',   '0cean Office', true],
  ['with an m of two letters',                'Harbor Admin',   'Harbor Adrnin', true],
  ['in letters of mathematics',               'Harbor',         '\u{1D407}arbor', true],
  ['with points',                             'שלום',           'שָׁלוֹם',      true],
  ['with short vowels',                       'شركة',           'شَرِكَة',      true],
  ['with a small i for an l',                 'Mall Office',    'Mail Office',  false],
  ['with another vowel sign',                 '\u0915\u093E',   '\u0915\u0940', false],
  ['with another Thai vowel',                 'กิ',             'กี',           false],
  ['with another hamza',                      'أ',              'إ',            false],
])('a name %s is the same: %s and %s: %s (AGENCY-1)', (_how, one, other, isSame) => {
  expect(sameNames([named(one), named(other, 'es', 'urn:test:b')])).toHaveLength(isSame ? 1 : 0);
});
