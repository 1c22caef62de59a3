import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitTable } from '../limits/limits.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const password = 'a quiet harbor before seven';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

let count = 0;
/** Somebody at a page that speaks a language, and says so with every call. */
function at(language: string, email = `language-${(count += 1)}@example.test`) {
  const fetch = (url: URL, init: RequestInit) =>
    globalThis.fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), 'accept-language': language },
    });
  return createCitizen({ ...house, fetch }, email);
}

/** Kinds and languages of the letters to an address, oldest first. */
async function written(email: string) {
  const kinds = await house.kindsTo(email);
  const languages = await house.languagesTo(email);
  return kinds.map((kind, which) => `${kind} ${languages[which]}`);
}

const recordedOf = (accountId: string) =>
  house.recorded('account.language-chosen').filter((one) => one.accountId === accountId);

test('whoever signs up is written to in what the page speaks, then and later, whatever page does what (LANG-2)', async () => {
  const person = at('es');
  await person.signUp(password);
  const elsewhere = at('en', person.email);
  house.wait(11 * 60_000);
  await elsewhere.ask('beginSignUp', { email: person.email });
  await elsewhere.ask('beginReset', { email: person.email });
  expect(await written(person.email)).toEqual([
    'confirm-address es',
    'address-has-account es',
    'reset-begun es',
  ]);
  expect((await person.ask('readLanguage', {})).value).toEqual({ language: 'es' });
});

test('what has no account is written to in what the page speaks that asked (LANG-2)', async () => {
  const email = 'language-nobody@example.test';
  await at('es').ask('beginReset', { email });
  await at('en').ask('beginReset', { email });
  await at('tlh').ask('beginSignUp', { email });
  expect(await written(email)).toEqual([
    'reset-without-account es',
    'reset-without-account en',
    'confirm-address en',
  ]);
});

test('an address that is added is written to in the language of the account (LANG-2)', async () => {
  const person = at('es');
  await person.signUp(password);
  const email = 'language-added@example.test';
  await person.ask('addEmail', { email });
  expect(await written(email)).toEqual(['confirm-new-address es']);
});

test('another language counts from then on; in the one before the owner is told, once (LANG-2)', async () => {
  const person = at('en');
  const { stored } = await person.signUp(password);
  for (const language of ['es', 'es', 'en'] as const)
    expect((await person.ask('chooseLanguage', { language })).status).toBe(200);
  expect(await written(person.email)).toEqual([
    'confirm-address en',
    'language-changed en',
    'language-changed es',
  ]);
  const { accountId } = stored;
  expect(recordedOf(accountId)).toEqual([
    { accountId, language: 'es' },
    { accountId, language: 'en' },
  ]);
});

test('whoever chooses it over and over sends no more letters than by any other change (AUTH-4, LANG-2)', async () => {
  const person = at('en');
  const { stored } = await person.signUp(password);
  const { most } = limitTable['change-told'];
  let refused = 0;
  for (let times = 0; times <= most; times += 1) {
    const language = times % 2 === 0 ? 'es' : 'en';
    const { status } = await person.ask('chooseLanguage', { language });
    if (status === 429) refused += 1;
  }
  expect(refused).toBeGreaterThan(0);
  expect(recordedOf(stored.accountId).length).toBeLessThanOrEqual(most);
});

test('it is nobody’s but the owner’s, and one of those that are spoken (LANG-2)', async () => {
  const person = at('en');
  await person.signUp(password);
  expect((await at('es').ask('chooseLanguage', { language: 'es' })).status).toBe(401);
  expect((await at('es').ask('readLanguage', {})).status).toBe(401);
  expect((await person.ask('chooseLanguage', { language: 'fr' as 'es' })).status).toBe(400);
  expect((await person.ask('readLanguage', {})).value).toEqual({ language: 'en' });
});

test('a code by text message is in what the page speaks that asked for it, and is filled in as before (AUTH-23, LANG-2)', async () => {
  const person = at('es');
  await person.choosePassword(password);
  const number = '+12025550142';
  expect((await person.ask('beginPhone', { number })).status).toBe(200);
  const [text = ''] = house.textsTo(number);
  expect(text).toMatch(/^(\d{6}) es su código de Signet\. [^]*\n\n@localhost #\1$/);
  expect((await person.ask('finishPhone', { code: text.slice(0, 6) })).status).toBe(200);
});
