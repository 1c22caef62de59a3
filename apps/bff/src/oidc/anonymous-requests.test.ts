import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useOne } from '../limits/count.ts';
import { limitTable } from '../limits/limits.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency, type Fields, type RawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';
import { oidcRows, usedOnce } from './schema.ts';

// AGENCY-51: anybody can send requests in an agency's name; what they leave is bounded.

const minute = 60_000;
let house: House;
let harbor: TestAgency;
let keyless: TestAgency;
let raw: RawAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['email', 'given_name'] });
  keyless = await testAgency('keyless', {
    claims: ['email'],
    entry: { profile: 'login.gov', jwks: null },
  });
  house = await openHouse([harbor, keyless]);
  raw = createRawAgency(house, harbor);
});
afterAll(() => house.close());
beforeEach(() => house.bff.db.delete(oidcRows).run());

const kept = () => house.bff.db.select().from(oidcRows).all();
const errorOf = (response: Response) =>
  new URL(response.headers.get('location') ?? '', house.issuer).searchParams;
const ask = (changes: Fields) => createBrowser(house.issuer).send(raw.authorizationUrl(changes));

/** Whoever is there has sent all that they may within the hour but for one. */
function leaveOneRequest(source: string): void {
  const counting = { key: house.bff.keys.secret('limitSubjects'), now: house.bff.now() };
  house.bff.db.transaction((db) => {
    for (let times = 1; times < limitTable['agency-request-source'].most; times += 1)
      useOne({ ...counting, db }, 'agency-request-source', source);
  });
}

/** Requirements of claims, in so many characters. */
const claimsOf = (length: number) => {
  const text = (words: string) => JSON.stringify({ userinfo: { given_name: { purpose: words } } });
  return text('x'.repeat(length - text('').length));
};

describe('a request that is too long is refused, and nothing of it is kept (AGENCY-51)', () => {
  // prettier-ignore
  test.each<[string, Fields]>([
    ['login_hint',    { login_hint: 'x'.repeat(2_049) }],
    ['nonce',         { nonce: 'x'.repeat(2_049) }],
    ['acr_values',    { acr_values: 'x'.repeat(2_049) }],
    ['ui_locales',    { ui_locales: 'x'.repeat(2_049) }],
    ['state',         { state: 'x'.repeat(4_097) }],
    ['claims',        { claims: claimsOf(8_193) }],
    ['the request',   { state: 'x'.repeat(4_000), nonce: 'x'.repeat(2_000), login_hint: 'x'.repeat(2_000), ui_locales: 'x'.repeat(2_000) }],
  ])('%s', async (what, changes) => {
    const told = errorOf(await ask(changes));
    expect(told.get('error')).toBe('invalid_request');
    expect(told.get('error_description')).toMatch(new RegExp(`^${what} must have at most \\d+ `));
    expect(kept()).toEqual([]);
  });

  test('where it is pushed, too', async () => {
    const answer = await raw.push({ login_hint: 'x'.repeat(2_049) });
    expect(await answer.json()).toMatchObject({
      error: 'invalid_request',
      error_description: 'login_hint must have at most 2048 characters',
    });
    expect(kept().filter(({ model }) => model === 'PushedAuthorizationRequest')).toEqual([]);
  });

  test('and the longest that is honest is taken', async () => {
    const changes = { state: 'x'.repeat(2_000), nonce: 'x'.repeat(500), claims: claimsOf(8_192) };
    expect(errorOf(await ask(changes)).get('error')).toBeNull();
    expect(kept()).toHaveLength(1);
  });
});

describe('a sign-out by whoever is not signed in (AGENCY-51)', () => {
  const signOut = (query: string, headers = {}, browser = createBrowser(house.issuer)) =>
    browser.send(`/openid_connect/logout?${query}`, { headers });

  test('is kept for an hour, and not where it is too long', async () => {
    expect((await signOut(`state=${'x'.repeat(8_187)}`)).status).toBe(400);
    expect(kept()).toEqual([]);
    expect((await signOut(`state=${'x'.repeat(8_186)}`)).status).toBe(200);
    expect(kept().map(({ model }) => model)).toEqual(['Session']);
    expect(kept()[0]?.expiresAt).toBeLessThanOrEqual(house.bff.now() + 60 * minute);
  });

  test('leaves nothing more by the cookie of it once it has ended, whatever is asked for with that', async () => {
    const browser = createBrowser(house.issuer);
    await signOut('state=x', {}, browser);
    const cookie = browser.cookieNames().map((name) => `${name}=${browser.cookie(name ?? '')}`);
    house.bff.db.delete(oidcRows).run();
    const statuses: number[] = [];
    for (const [path, method] of [
      ['authorize/none', 'GET'],
      ['authorize?client_id=none', 'GET'],
      ['logout/confirm', 'POST'],
    ] as const) {
      const { status } = await fetch(`${house.issuer}/openid_connect/${path}`, {
        method,
        redirect: 'manual',
        headers: { cookie: cookie.join('; ') },
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([400, 400, 400]);
    expect(kept()).toEqual([]);
    expect((await signOut('state=x', {}, browser)).status).toBe(200);
    expect(kept()).toHaveLength(1);
  });

  test('waits where too much came from there, as requests do; whoever is signed in signs out', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.11' };
    leaveOneRequest('203.0.113.11');
    expect((await signOut('state=x', headers)).status).toBe(200);
    const refused = await signOut('state=x', headers);
    expect([refused.status, await refused.text()]).toEqual([
      429,
      expect.stringContaining('temporarily_unavailable'),
    ]);
    const asHead = await fetch(`${house.issuer}/openid_connect/logout`, {
      method: 'HEAD',
      headers,
    });
    expect(asHead.status).toBe(429);
    expect(kept()).toHaveLength(1);
    const { browser } = await createVisit(house, house.signUp('leaves@example.test'));
    expect((await signOut('state=x', headers, browser)).status).toBe(200);
  });
});

describe('a request lives (AGENCY-51)', () => {
  test('an hour until somebody signed in', async () => {
    const accountId = house.signUp('slow@example.test');
    const visit = await createVisit(house, accountId);
    const [late, inTime] = [
      await visit.arrive(raw.authorizationUrl()),
      await (await createVisit(house, accountId)).arrive(raw.authorizationUrl()),
    ];
    expect(inTime).not.toBe(late);
    house.wait(59 * minute);
    expect((await visit.details(late)).prompt).toBe('login');
    house.wait(2 * minute);
    const answer = await visit.browser.send(`/interaction/${late}/api/details`);
    expect(answer.status).toBe(410);
  });

  test('a day more for whoever began to sign up for it, as the link in the mail does', async () => {
    const browser = createBrowser(house.issuer);
    const arrived = await browser.send(raw.authorizationUrl());
    const uid = (arrived.headers.get('location') ?? '').split('/').at(-1) ?? '';
    const lives = arrived.headers
      .getSetCookie()
      .filter((cookie) => /^signet-(?:interaction|resume)=/.test(cookie))
      .map((cookie) => Date.parse(/expires=([^;]+)/.exec(cookie)?.[1] ?? '') - Date.now());
    expect(lives).toHaveLength(2);
    expect(Math.min(...lives)).toBeGreaterThan(25 * 60 * minute);
    house.wait(59 * minute);
    const body = { email: 'newcomer@example.test', interaction: uid };
    expect((await browser.post('/api/sign-up', body)).status).toBe(200);
    house.wait(24 * 60 * minute + 30 * minute);
    const visit = await createVisit(house, house.signUp('newcomer@example.test', null), browser);
    expect((await visit.details(await visit.login(uid))).prompt).toBe('consent');
  });

  test('no longer for a sign-up that came too late', async () => {
    const browser = createBrowser(house.issuer);
    const arrived = await browser.send(raw.authorizationUrl());
    const uid = (arrived.headers.get('location') ?? '').split('/').at(-1) ?? '';
    house.wait(61 * minute);
    await browser.post('/api/sign-up', { email: 'too-late@example.test', interaction: uid });
    expect((await browser.send(`/interaction/${uid}/api/details`)).status).toBe(410);
  });

  test('a day for whoever did, so that there is time for proofing', async () => {
    const accountId = house.signUp('thorough@example.test', null);
    const visit = await createVisit(house, accountId);
    const uid = await visit.login(await visit.arrive(raw.authorizationUrl()));
    const [row] = kept().filter(({ model }) => model === 'Interaction');
    expect(row?.expiresAt).toBeGreaterThan(house.bff.now() + 23 * 60 * minute);
    expect((await visit.details(uid)).prompt).toBe('consent');
  });
});

test('whoever says no to it without being signed in, as often as they like, leaves one entry in the records, and has it kept no longer (AGENCY-51)', async () => {
  const browser = createBrowser(house.issuer);
  const arrived = await browser.send(raw.authorizationUrl());
  const uid = (arrived.headers.get('location') ?? '').split('/').at(-1) ?? '';
  const before = house.recorded('consent.refused').length;
  for (let times = 0; times < 3; times += 1)
    expect((await browser.post(`/interaction/${uid}/api/refuse`)).status).toBe(200);
  expect(house.recorded('consent.refused')).toHaveLength(before + 1);
  const [row] = kept().filter(({ model }) => model === 'Interaction');
  expect(row?.expiresAt).toBeLessThanOrEqual(house.bff.now() + 60 * minute);
});

test('whoever sends too many waits, and neither anybody else nor who is signed in (AGENCY-51)', async () => {
  const [loud, calm] = ['203.0.113.9', '203.0.113.10'];
  const from = async (source: string, browser = createBrowser(house.issuer)) => {
    const headers = { 'x-forwarded-for': source };
    return errorOf(await browser.send(raw.authorizationUrl(), { headers })).get('error');
  };
  const { browser, ...visit } = await createVisit(house, house.signUp('known@example.test'));
  await visit.share(raw.authorizationUrl({ scope: 'openid email' }));
  expect(await from(loud)).toBeNull();
  leaveOneRequest(loud);
  const before = kept().length;
  expect(await from(loud)).toBe('temporarily_unavailable');
  expect(kept()).toHaveLength(before);
  expect(await from(calm)).toBeNull();
  expect(await from(loud, browser)).toBeNull();
  const signInAlone = { scope: 'openid email', acr_values: 'urn:acr.login.gov:auth-only' };
  const push = async (client: RawAgency, source: string) => {
    const answer = await client.push(signInAlone, { 'x-forwarded-for': source });
    return ((await answer.json()) as { error?: string }).error;
  };
  // Whoever has a key is known by it; whoever has none could be anybody.
  expect(await push(raw, loud)).toBeUndefined();
  expect(await push(createRawAgency(house, keyless), loud)).toBe('temporarily_unavailable');
  expect(kept().filter(({ model }) => model === 'PushedAuthorizationRequest')).toHaveLength(1);
  expect(await push(createRawAgency(house, keyless), calm)).toBeUndefined();
  const proved = createRawAgency(house, keyless);
  const htu = proved.endpoint('par');
  const dpop = await proved.dpop(await generateKeyPair('ES256', { extractable: true }), { htu });
  const used = () => house.bff.db.select().from(usedOnce).all().length;
  const usedBefore = used();
  const refused = await proved.push(signInAlone, { 'x-forwarded-for': loud, dpop });
  expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
  expect(used()).toBe(usedBefore);
  house.wait(61 * minute);
  expect(await from(loud)).toBeNull();
});

test('a push counts once, also with a proof of possession beside it (RFC 9449, AGENCY-51)', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.12' };
  const client = createRawAgency(house, keyless);
  const pair = await generateKeyPair('ES256', { extractable: true });
  const push = async () => {
    const dpop = await client.dpop(pair, { htu: client.endpoint('par') });
    const asked = { scope: 'openid email', acr_values: 'urn:acr.login.gov:auth-only' };
    const answer = await client.push(asked, { ...headers, dpop });
    return (await answer.json()) as { error?: string };
  };
  leaveOneRequest(headers['x-forwarded-for']);
  expect(await push()).toHaveProperty('request_uri');
  expect(await push()).toMatchObject({ error: 'temporarily_unavailable' });
});
