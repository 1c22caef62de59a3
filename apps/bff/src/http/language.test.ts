import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';

// LANG-1: what a page is served in. Its script speaks from the first word on what the page says it is in.

let house: House;
let harbor: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['given_name'] });
  house = await openHouse([harbor]);
});
afterAll(() => house.close());

const chosen = (language: string) => ({ cookie: `__Host-signet-language=${language}` });
const preferred = (header: string) => ({ 'accept-language': header });

/** The language that a page says it is in, by its markup and by its headers. */
async function spoken(path: string, headers: Record<string, string>): Promise<string | undefined> {
  const response = await fetch(new URL(path, house.issuer), { headers });
  const language = /<html lang="(\w+)"/.exec(await response.text())?.[1];
  expect(response.headers.get('content-language')).toBe(language);
  expect(response.headers.get('vary')).toBe('accept-language, cookie');
  return language;
}

async function arrived(extra: Record<string, string>): Promise<string> {
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, house.signUp(`${crypto.randomUUID()}@example.test`, null));
  return `/interaction/${await visit.arrive(client.authorizationUrl('openid', extra))}/sign-in`;
}

// prettier-ignore
test.each<[string, Record<string, string>, string]>([
  ['English where nobody says anything',           {},                                                          'en'],
  ['what the browser prefers',                     preferred('es-MX,es;q=0.9,en;q=0.8'),                        'es'],
  ['by its weights, not by their order',           preferred('en;q=0.3, es;q=0.7'),                             'es'],
  ['the first where weights are alike',            preferred('en,es'),                                          'en'],
  ['not what it refuses',                          preferred('es;q=0, fr'),                                     'en'],
  ['not what has no weight that can be read',      preferred('es;q=9'),                                         'en'],
  ['English where it prefers what is not spoken',  preferred('fr-CA,de;q=0.5,*;q=0.1'),                         'en'],
  ['what the person chose before that',            { ...chosen('en'), ...preferred('es') },                     'en'],
  ['nothing by a cookie that says none of them',   { ...chosen('xx'), ...preferred('es') },                     'es'],
])('a page is in %s (LANG-1)', async (_what, headers, language) => {
  expect(await spoken('/sign-in', headers)).toBe(language);
});

test('the page of a mistyped address, too (LANG-1)', async () => {
  const headers = { ...preferred('es'), 'sec-fetch-dest': 'document' };
  expect(await spoken('/no-such-page', headers)).toBe('es');
});

// prettier-ignore
test.each<[string, Record<string, string>, Record<string, string>, string]>([
  ['its ui_locales',                               { ui_locales: 'es' },       preferred('en'),                      'es'],
  ['the first of them that is spoken',             { ui_locales: 'fr es-PR' }, preferred('en'),                      'es'],
  ['its locale',                                   { locale: 'es' },           preferred('en'),                      'es'],
  ['what the person chose, whatever it asks for',  { ui_locales: 'es' },       chosen('en'),                         'en'],
  ['what the browser prefers, where it asks for what is not spoken', { ui_locales: 'fr' }, preferred('es'),          'es'],
  ['what the browser prefers, where it asks for none', {},                     preferred('es'),                      'es'],
  ['English else',                                 { ui_locales: 'xx' },       {},                                   'en'],
])('where an agency sent somebody: %s (AGENCY-44, LANG-1)', async (_what, extra, headers, language) => {
  expect(await spoken(await arrived(extra), headers)).toBe(language);
});

test('an address of no request has no wish (LANG-1)', async () => {
  expect(await spoken('/interaction/no-such-request', preferred('es'))).toBe('es');
});

test('pages without script are in it, too (LANG-1)', async () => {
  const read = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(new URL(path, house.issuer), {
      headers: { accept: 'text/html', ...headers },
      redirect: 'manual',
    });
    return response.text();
  };
  const unknown = '/openid_connect/authorize?client_id=nobody&ui_locales=es';
  const page = await read(unknown, {});
  expect(page).toContain('<html lang="es">');
  expect(page).toContain('<h1>No podemos continuar</h1>');
  expect(page).toContain('Signet no conoce a la agencia');
  expect(await read(unknown, chosen('en'))).toContain('<h1>We cannot go on</h1>');
  const signedOut = await read('/openid_connect/logout/success', preferred('es'));
  expect(signedOut).toContain('<html lang="es">');
  expect(signedOut).toContain('<h1>Se cerró su sesión</h1>');
  expect(signedOut).toContain('>Ir a Signet</a>');
});
