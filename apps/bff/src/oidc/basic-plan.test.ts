import { createHash, randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person } from '../testing/person.ts';
import { createRawAgency, type Fields, type RawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';

// AGENCY-48: what the certification plan "Basic OP" of the OpenID Foundation asks, each test under the name of its module. The plan itself
// needs Java and a network (decision 0025); this is our own walk through the same questions, for a client of the profile `standard` that
// proves itself by `client_secret_basic` and does no PKCE.

const secret = randomBytes(32).toString('base64url');
const sha256 = createHash('sha256').update(secret).digest('base64url');
const noPkce = { code_challenge: undefined, code_challenge_method: undefined } as const;
let house: House;
let basic: RawAgency;
let byPost: RawAgency;
let visit: Awaited<ReturnType<typeof createVisit>>;
let people = 0;

beforeAll(async () => {
  const claims = ['given_name', 'family_name', 'birthdate', 'address', 'phone', 'email'] as const;
  const client = async (name: string, method: 'client_secret_basic' | 'client_secret_post') => {
    const { jwks: _none, ...agency } = await testAgency(name, { claims });
    return { ...agency, clientSecret: { sha256, method }, pkce: 'optional' } as TestAgency;
  };
  const agencies = [
    await client('basic', 'client_secret_basic'),
    await client('by-post', 'client_secret_post'),
  ] as const;
  house = await openHouse(agencies);
  [basic, byPost] = agencies.map((agency) => createRawAgency(house, agency)) as [
    RawAgency,
    RawAgency,
  ];
});
afterAll(() => house.close());
beforeEach(async () => {
  visit = await createVisit(house, house.signUp(`basic-${(people += 1)}@example.test`));
});

const authorization = (id: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${secret}`).toString('base64')}`,
});
type Tokens = { readonly access_token: string; readonly id_token: string; readonly error?: string };

/** The token endpoint's answer to a code, from a client that shows its secret. */
async function redeem(location: string): Promise<Response> {
  const code = new URL(location).searchParams.get('code') ?? '';
  const fields = { grant_type: 'authorization_code', code, redirect_uri: basic.redirectUri };
  return basic.post(basic.endpoint('token'), fields, authorization(basic.agency.clientId));
}

/** A whole login. */
async function logIn(changes: Fields = {}) {
  const location = await visit.share(
    basic.authorizationUrl({ ...noPkce, scope: 'openid', ...changes }),
  );
  const answer = await redeem(location);
  expect(answer.status).toBe(200);
  const tokens = (await answer.json()) as Tokens;
  return { location, tokens, idToken: decodeJwt(tokens.id_token) };
}

/** As somebody does who was signed in. What they agreed to ended with that sign-in: they are asked once more. */
async function signInAgain(uid: string) {
  visit.browser.keep(house.signIn(visit.accountId));
  const location = await visit.consent(await visit.login(uid), []);
  const tokens = (await (await redeem(location)).json()) as Tokens;
  return decodeJwt(tokens.id_token);
}

/** Where a request leads without a page in between. */
async function directly(changes: Fields): Promise<URLSearchParams> {
  const url = basic.authorizationUrl({ ...noPkce, scope: 'openid', ...changes });
  let response = await visit.browser.send(url);
  const own = (location: string) => location.startsWith('/') || location.startsWith(house.issuer);
  for (let hops = 0; hops < 3; hops += 1) {
    const location = response.headers.get('location') ?? '';
    if (!own(location) || location.includes('/interaction/')) break;
    response = await visit.browser.send(location);
  }
  return new URL(response.headers.get('location') ?? house.issuer, house.issuer).searchParams;
}

const userinfo = async (tokens: Tokens) =>
  (await (
    await basic.userinfo({ authorization: `Bearer ${tokens.access_token}` })
  ).json()) as Record<string, unknown>;

test('oidcc-server: a code, an ID token of the right issuer, audience and nonce, and userinfo of the same subject (AGENCY-48)', async () => {
  const { location, tokens, idToken } = await logIn();
  const answer = new URL(location).searchParams;
  expect(answer.get('state')).toBe('a-state-of-22-characters');
  expect(answer.get('iss')).toBe(house.issuer);
  expect(idToken).toMatchObject({
    iss: house.issuer,
    aud: basic.agency.clientId,
    nonce: 'a-nonce-of-22-characters',
  });
  expect(await userinfo(tokens)).toMatchObject({ sub: idToken.sub });
});

test('oidcc-response-type-missing', async () => {
  expect((await directly({ response_type: undefined })).get('error')).toBe('invalid_request');
});

test('oidcc-userinfo-get, -post-header, -post-body', async () => {
  const { tokens, idToken } = await logIn();
  const bearer = { authorization: `Bearer ${tokens.access_token}` };
  const answers = [
    await basic.userinfo(bearer),
    await basic.post(basic.endpoint('userinfo'), {}, bearer),
    await basic.post(basic.endpoint('userinfo'), { access_token: tokens.access_token }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ sub: idToken.sub });
  }
});

test('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async () => {
  expect((await logIn({ nonce: undefined })).idToken).not.toHaveProperty('nonce');
});

test.each([
  ['profile', { given_name: person.given_name, family_name: person.family_name }],
  ['email', { email: expect.stringContaining('@') }],
  ['address', { address: expect.objectContaining({ postal_code: expect.any(String) }) }],
  ['phone', { phone_number: expect.any(String) }],
])('oidcc-scope-%s', async (scope, wanted) => {
  const { tokens } = await logIn({ scope: `openid ${scope}` });
  expect(await userinfo(tokens)).toMatchObject(wanted);
});

test('oidcc-scope-all, oidcc-ensure-other-scope-order-succeeds', async () => {
  const { tokens } = await logIn({ scope: 'phone email address profile openid' });
  expect(Object.keys(await userinfo(tokens))).toEqual(
    expect.arrayContaining(['sub', 'given_name', 'email', 'address', 'phone_number']),
  );
});

test.each<[string, Fields]>([
  ['display-page', { display: 'page' }],
  ['display-popup', { display: 'popup' }],
  ['ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
  ['login-hint', { login_hint: 'somebody@example.test' }],
  ['ui-locales', { ui_locales: 'se' }],
  ['claims-locales', { claims_locales: 'se' }],
  ['ensure-request-with-acr-values-succeeds', { acr_values: '1 2' }],
])('oidcc-%s', async (_module, changes) => {
  await logIn(changes);
});

test('oidcc-prompt-login: the person signs in again, and the time says so', async () => {
  const { idToken } = await logIn({ max_age: '10000' });
  await setTimeout(1_100);
  const uid = await visit.arrive(
    basic.authorizationUrl({ ...noPkce, scope: 'openid', prompt: 'login' }),
  );
  const early = await visit.browser.post(`/interaction/${uid}/api/login`);
  expect(early.status).toBe(401);
  const again = await signInAgain(uid);
  expect(again['auth_time']).toBeGreaterThan(Number(idToken['auth_time']));
});

test('oidcc-prompt-none-not-logged-in', async () => {
  expect((await directly({ prompt: 'none' })).get('error')).toBe('login_required');
});

test('oidcc-prompt-none-logged-in, oidcc-id-token-hint', async () => {
  const { tokens, idToken } = await logIn({ max_age: '10000' });
  for (const changes of [{}, { id_token_hint: tokens.id_token }]) {
    const answer = await directly({ prompt: 'none', ...changes });
    expect(Object.fromEntries(answer)).toHaveProperty('code');
    const again = await redeem(`http://agency.test/?${answer.toString()}`);
    const { id_token: second } = (await again.json()) as Tokens;
    expect(decodeJwt(second)).toMatchObject({ sub: idToken.sub, auth_time: idToken['auth_time'] });
  }
});

test('oidcc-max-age-1: who signed in longer ago signs in again', async () => {
  const { idToken } = await logIn({ max_age: '10000' });
  await setTimeout(2_100);
  expect((await directly({ prompt: 'none', max_age: '1' })).get('error')).toBe('login_required');
  const url = basic.authorizationUrl({ ...noPkce, scope: 'openid', max_age: '1' });
  const again = await signInAgain(await visit.arrive(url));
  expect(again['auth_time']).toBeGreaterThan(Number(idToken['auth_time']));
});

test('oidcc-max-age-10000: who signed in lately is not asked again', async () => {
  const { idToken } = await logIn({ max_age: '10000' });
  const answer = await directly({ prompt: 'none', max_age: '10000' });
  const again = await redeem(`http://agency.test/?${answer.toString()}`);
  const { id_token: second } = (await again.json()) as Tokens;
  expect(decodeJwt(second)['auth_time']).toBe(idToken['auth_time']);
});

test('oidcc-codereuse, oidcc-codereuse-30seconds: a code works once, and shown again ends what it gave', async () => {
  const { location, tokens } = await logIn();
  house.wait(30_000);
  const again = await redeem(location);
  expect(again.status).toBe(400);
  expect(((await again.json()) as Tokens).error).toBe('invalid_grant');
  expect((await basic.userinfo({ authorization: `Bearer ${tokens.access_token}` })).status).toBe(
    401,
  );
});

test('oidcc-ensure-registered-redirect-uri: nobody is sent to another address', async () => {
  const url = basic.authorizationUrl({
    ...noPkce,
    redirect_uri: 'https://elsewhere.example.test/',
  });
  const answer = await visit.browser.send(url);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('location')).toBeNull();
});

test('oidcc-server-client-secret-post', async () => {
  const url = byPost.authorizationUrl({ ...noPkce, scope: 'openid' });
  const code = new URL(await visit.share(url)).searchParams.get('code') ?? '';
  const answer = await byPost.post(byPost.endpoint('token'), {
    grant_type: 'authorization_code',
    code,
    redirect_uri: byPost.redirectUri,
    client_id: byPost.agency.clientId,
    client_secret: secret,
  });
  expect(answer.status).toBe(200);
});

test('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported, oidcc-ensure-request-object-with-redirect-uri', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const request = `${part({ alg: 'none' })}.${part({ ...basic.request(noPkce), scope: 'openid' })}.`;
  expect((await directly({ request })).get('error')).toMatch(
    /^(request_not_supported|invalid_request_object)$/,
  );
});

test('oidcc-claims-essential', async () => {
  const claims = JSON.stringify({ userinfo: { given_name: { essential: true } } });
  const { tokens } = await logIn({ claims });
  expect(await userinfo(tokens)).toMatchObject({ given_name: person.given_name });
});

test('oidcc-refresh-token: none is given, and discovery does not promise one', async () => {
  const { tokens } = await logIn({ scope: 'openid offline_access', prompt: 'consent' });
  expect(tokens).not.toHaveProperty('refresh_token');
});

test('oidcc-ensure-post-request-succeeds', async () => {
  const [address = '', query = ''] = basic
    .authorizationUrl({ ...noPkce, scope: 'openid' })
    .split('?');
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const posted = await visit.browser.send(address, { method: 'POST', headers, body: query });
  const uid = await visit.arrive(posted.headers.get('location') ?? '');
  const location = await visit.consent(await visit.login(uid), []);
  expect((await redeem(location)).status).toBe(200);
});

test('oidcc-ensure-request-with-valid-pkce-succeeds', async () => {
  const location = await visit.share(basic.authorizationUrl({ scope: 'openid' }));
  const code = new URL(location).searchParams.get('code') ?? '';
  const answer = await basic.post(
    basic.endpoint('token'),
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: basic.redirectUri,
      code_verifier: basic.verifier,
    },
    authorization(basic.agency.clientId),
  );
  expect(answer.status).toBe(200);
});
