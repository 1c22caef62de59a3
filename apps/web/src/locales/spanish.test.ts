import { describe, expect, test } from 'vitest';
import { textsIn } from '../../build/catalogue.ts';
import { noted, outdated, unnoted } from '../../build/translated-from.ts';
import translatedFrom from './es/translated-from.json' with { type: 'json' };

// LANG-3: the Spanish catalogue says what the English one says, all of it, and nothing else.

const catalogues = import.meta.glob<string>('./*/messages.po', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const english = textsIn(catalogues['./en/messages.po'] ?? '');
const spanish = textsIn(catalogues['./es/messages.po'] ?? '');
const pairs = [...english].map(([id, en]) => ({ id, en, es: spanish.get(id) ?? '' }));

/** Ids and texts of those in which something is wrong. */
const wrong = (is: (pair: (typeof pairs)[number]) => boolean) =>
  pairs.filter(is).map(({ id, es }) => `${id}: ${es}`);

/** What a text leaves to the page: values, and how many there are of something. */
const values = (text: string) =>
  [...new Set(text.match(/\{\w+(?:\}|, (?:plural|select|selectordinal),)/g))].toSorted();
const tags = (text: string) => [...new Set(text.match(/<\/?\d+\/?>/g))].toSorted();
/** Without what is no word of it. */
const words = (text: string) => text.replaceAll(/\{\w+(?:, (?:plural|select|selectordinal),[^{]*)?\}?|<[^>]*>/g, ' ');
const count = (text: string, sign: RegExp) => text.match(sign)?.length ?? 0;

/** The same in both languages, and why. */
// prettier-ignore
const alike: Readonly<Record<string, string>> = {
  'claim.no':            'the same word',
  'record.no':           'the same word',
  'ui.title.problem':    'the same word',
  'record.by.signet':    'a name',
  'record.rules.nist-3': 'a name',
  'record.rules.nist-4': 'a name',
};

describe('the Spanish catalogue (LANG-3)', () => {
  test('has every text, and no other', () => {
    expect(pairs.length).toBeGreaterThan(1_000);
    expect([...spanish.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    expect(wrong(({ es }) => es.trim() === '')).toEqual([]);
  });

  test('was translated from the English that stands there now (npm run translated -w @signet/web)', async () => {
    expect(await outdated(english, translatedFrom)).toEqual([]);
    expect(await unnoted(spanish, translatedFrom)).toEqual([]);
    expect(Object.keys(translatedFrom).toSorted()).toEqual([...english.keys()].toSorted());
  });

  test('leaves the same to the page: values, plurals and links', () => {
    expect(wrong(({ en, es }) => values(en).join() !== values(es).join())).toEqual([]);
    expect(wrong(({ en, es }) => tags(en).join() !== tags(es).join())).toEqual([]);
    expect(wrong(({ es }) => count(es, /<\d+>/g) !== count(es, /<\/\d+>/g))).toEqual([]);
    expect(wrong(({ es }) => count(es, /\{/g) !== count(es, /\}/g))).toEqual([]);
  });

  test('has for each number of something a form, by the rules of Spanish (CLDR: one, many, other)', () => {
    const counting = pairs.filter(({ en }) => /\{\w+, plural,/.test(en));
    expect(counting.length).toBeGreaterThan(0);
    for (const { id, es } of counting) {
      const forms = [...es.matchAll(/(?:^|[\s}])(=\d+|\w+) \{/g)].map(([, form = '']) => form);
      expect({ id, forms }).toEqual({ id, forms: expect.arrayContaining(['other']) as string[] });
      expect(forms.filter((form) => !/^(?:=\d+|one|many|other)$/.test(form))).toEqual([]);
    }
  });

  test('says nothing in English', () => {
    expect(wrong(({ id, en, es }) => en === es && !Object.hasOwn(alike, id))).toEqual([]);
    expect(Object.keys(alike).filter((id) => english.get(id) !== spanish.get(id))).toEqual([]);
    const foreign =
      /\b(?:the|your|you|and|with|this|that|is|are|was|not|please|password|account|agency|browser|phone|letter|code|sign|vault|key|e-?mail|click)\b/i;
    expect(wrong(({ es }) => foreign.test(words(es)))).toEqual([]);
  });

  test('speaks to everybody as “usted”', () => {
    const familiar = /\b(?:tú|tu|tus|ti|contigo|puedes|tienes|eres|debes|quieres|haz|vosotros|vuestr\w+)\b/i;
    expect(wrong(({ es }) => familiar.test(words(es)))).toEqual([]);
  });

  test('has no blank where none belongs, and its signs in pairs', () => {
    expect(wrong(({ es }) => es !== es.trim())).toEqual([]);
    const odd = / {2}|\w [,;:?!)”]|\w \.(?:\s|$)|[(¿¡“] /;
    expect(wrong(({ en, es }) => odd.test(es) && !odd.test(en))).toEqual([]);
    for (const [open, close] of [[/¿/g, /\?/g], [/¡/g, /!/g], [/“/g, /”/g], [/\(/g, /\)/g]] as const)
      expect(wrong(({ es }) => count(es, open) !== count(es, close))).toEqual([]);
    expect(wrong(({ es }) => /["']/.test(words(es)))).toEqual([]);
  });

  test('ends no sentence with a time, which brings a full stop of its own (“3:05 p.m.”)', () => {
    const time = /\{(?:when|since|last|used|added|checked|made|day)\}\.|^hand-off\..*\{until\}\./;
    expect(wrong(({ id, es }) => time.test(`${id}: ${es}`))).toEqual([]);
  });

  test('ends its sentences as the English does', () => {
    const end = (text: string) => /[.?!:…]$/.exec(text.replaceAll(/<[^>]*>|[”)]/g, ''))?.[0] ?? '';
    expect(wrong(({ en, es }) => end(en) !== end(es))).toEqual([]);
  });
});

describe('what was translated from what (LANG-3)', () => {
  const before = { english: new Map([['a', 'Yes'], ['b', 'No']]), spanish: new Map([['a', 'Sí'], ['b', 'No']]) };
  const from = noted(before.english, before.spanish, {}, []);
  const later = new Map([...before.english, ['a', 'Yes, please']]);

  test('a text whose English changed is outdated, and stays so where its Spanish did not change', async () => {
    expect(await outdated(before.english, await from)).toEqual([]);
    expect(await outdated(later, await from)).toEqual(['a']);
    expect(await outdated(later, await noted(later, before.spanish, await from, []))).toEqual(['a']);
  });

  test('until that changed too, or somebody says that it is right as it stands', async () => {
    const changed = new Map([...before.spanish, ['a', 'Sí, por favor']]);
    expect(await outdated(later, await noted(later, changed, await from, []))).toEqual([]);
    expect(await outdated(later, await noted(later, before.spanish, await from, ['a']))).toEqual([]);
    expect(await outdated(new Map([...later, ['c', 'New']]), await from)).toEqual(['a', 'c']);
  });

  test('a Spanish text that was mended alone is to be noted, lest the next English seem to be in it', async () => {
    const mended = new Map([...before.spanish, ['a', 'Sí.']]);
    expect(await unnoted(before.spanish, await from)).toEqual([]);
    expect(await unnoted(mended, await from)).toEqual(['a']);
    const notedSince = await noted(before.english, mended, await from, []);
    expect(await unnoted(mended, notedSince)).toEqual([]);
    expect(await outdated(later, await noted(later, mended, notedSince, []))).toEqual(['a']);
  });
});
