import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suspendIdentity } from '../credential-status/change-status.ts';
import { addAddress } from '../testing/add-address.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person } from '../testing/person.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';

// AGENCY-31: what a client of Login.gov asks for and gets, scope by scope and level by level.

const authOnly = 'urn:acr.login.gov:auth-only';
const verified = 'urn:acr.login.gov:verified';
const claims = [
  'email',
  'all_emails',
  'given_name',
  'birthdate',
  'phone',
  'verified_at',
  'social_security_number',
] as const;
let house: House;
let agency: TestAgency;
let narrow: TestAgency;
let plain: TestAgency;
let several: TestAgency;

beforeAll(async () => {
  const entry = { profile: 'login.gov' } as const;
  agency = await testAgency('older', { claims, algorithm: 'RS256', entry });
  narrow = await testAgency('narrow', { claims: ['email'], algorithm: 'RS256', entry });
  plain = await testAgency('plain', { claims });
  several = await testAgency('several', { claims, algorithm: 'RS256', entry });
  several.jwks?.keys.unshift(...(narrow.jwks?.keys ?? []));
  house = await openHouse([agency, narrow, plain, several]);
});
afterAll(() => house.close());

type Options = { readonly who?: TestAgency; readonly proved?: boolean; readonly acr?: string };

/** Somebody new, as far as the question. */
async function asked(scope: string, { who = agency, proved = true, acr = authOnly }: Options = {}) {
  const raw = createRawAgency(house, who);
  const address = `${crypto.randomUUID()}@example.test`;
  const accountId = house.signUp(address, proved ? Date.now() : null);
  const visit = await createVisit(house, accountId);
  const url = raw.authorizationUrl({ scope, acr_values: acr });
  const claimsAsked = async () =>
    (await visit.details(await visit.login(await visit.arrive(url)))).requestedClaims;
  const code = async () => new URL(await visit.share(url)).searchParams.get('code') ?? '';
  /** Says yes; what the agency has then. */
  const told = async () => {
    const tokens = (await (await raw.redeem(await code())).json()) as Record<string, string>;
    const answer = await raw.userinfo({ authorization: `Bearer ${tokens['access_token']}` });
    return {
      userinfo: (await answer.json()) as Record<string, unknown>,
      idToken: decodeJwt(tokens['id_token'] ?? ''),
    };
  };
  return { accountId, address, visit, url, raw, code, claimsAsked, told };
}

const everything = 'openid email profile address phone social_security_number profile:birthdate';

describe('a sign-in alone', () => {
  test('asks nothing that was proofed, whatever the scopes (AGENCY-31)', async () => {
    const { claimsAsked } = await asked(everything);
    expect(await claimsAsked()).toEqual(['email']);
    const older = await asked(everything, { acr: 'http://idmanagement.gov/ns/assurance/ial/1' });
    expect(await older.claimsAsked()).toEqual(['email']);
  });

  test('needs no proof and tells of none (AGENCY-31)', async () => {
    const { told, address } = await asked(everything, { proved: false });
    const { userinfo, idToken } = await told();
    expect(userinfo).toMatchObject({ email: address, ial: authOnly });
    for (const claim of ['given_name', 'birthdate', 'phone', 'social_security_number'])
      expect(userinfo).not.toHaveProperty(claim);
    expect(idToken['acr']).toBe(authOnly);
  });

  test.each([verified, 'http://idmanagement.gov/ns/assurance/ial/0', `${authOnly} ${verified}`])(
    'is not what %s asks for (AGENCY-31)',
    async (acr) => {
      const { claimsAsked } = await asked('openid email profile:name', { acr });
      expect(await claimsAsked()).toEqual(['given_name', 'email']);
    },
  );

  test('is a sign-in alone for no other profile (AGENCY-31)', async () => {
    const { claimsAsked } = await asked('openid profile:name', { who: plain });
    expect(await claimsAsked()).toEqual(['given_name']);
  });
});

describe('whatever is so (ial/0)', () => {
  const acr = 'http://idmanagement.gov/ns/assurance/ial/0';
  const scope = 'openid email profile';

  test('is told of whoever was verified (AGENCY-31)', async () => {
    const { userinfo } = await (await asked(scope, { acr })).told();
    expect(userinfo).toMatchObject({
      given_name: person.given_name,
      verified_at: expect.any(Number),
      ial: 'http://idmanagement.gov/ns/assurance/ial/2',
    });
  });

  test('sends nobody to proofing (AGENCY-31)', async () => {
    const { claimsAsked, told } = await asked(scope, { acr, proved: false });
    expect(await claimsAsked()).toEqual(['email']);
    const { userinfo } = await told();
    expect(userinfo).toMatchObject({
      verified_at: null,
      ial: 'http://idmanagement.gov/ns/assurance/ial/1',
    });
    expect(userinfo).not.toHaveProperty('given_name');
  });
});

test.each([undefined, 'select_account'])(
  'with prompt %s whoever is signed in says each time that it is them, and yes once more (AGENCY-31, AGENCY-40)',
  async (prompt) => {
    const { told, visit, raw } = await asked('openid email');
    await told();
    const again = raw.authorizationUrl({ scope: 'openid email', acr_values: authOnly, prompt });
    const uid = await visit.arrive(again);
    expect((await visit.details(uid)).prompt).toBe('login');
    expect(await visit.consent(await visit.login(uid), ['email'])).toContain('code=');
  },
);

test.each(['older', 'plain'])(
  'with prompt none it is answered at once, for an agency of Login.gov and for another: %s (AGENCY-31)',
  async (name) => {
    const who = name === 'plain' ? plain : agency;
    const { told, visit, raw } = await asked('openid email', { who });
    await told();
    const changes = { scope: 'openid email', acr_values: authOnly, prompt: 'none' };
    const again = raw.authorizationUrl(changes);
    expect((await visit.browser.send(again)).headers.get('location')).toContain('code=');
  },
);

describe('when somebody was verified', () => {
  const scope = 'openid email profile:verified_at';

  test('is told of a sign-in alone, which stays one (AGENCY-31)', async () => {
    const { told } = await asked(scope);
    const { userinfo, idToken } = await told();
    expect(userinfo['verified_at']).toEqual(expect.any(Number));
    expect(userinfo['ial']).toBe(authOnly);
    expect(idToken['acr']).toBe(authOnly);
  });

  test('is null of whoever was not, and sends nobody to proofing (AGENCY-31)', async () => {
    const { told, claimsAsked } = await asked(scope, { proved: false });
    expect(await claimsAsked()).toEqual(['email']);
    expect((await told()).userinfo).toMatchObject({ verified_at: null });
  });

  test('is null while the identity is suspended, which does not keep them from signing in (AGENCY-31)', async () => {
    const { told, accountId } = await asked(scope);
    house.status(accountId);
    house.bff.db.transaction((tx) => suspendIdentity(house.bff, tx, accountId, 'fraud-suspected'));
    expect((await told()).userinfo).toMatchObject({ verified_at: null });
  });

  test('is nothing to an agency that has not registered it (AGENCY-8)', async () => {
    const { told } = await asked(scope, { who: narrow, proved: false });
    expect((await told()).userinfo).not.toHaveProperty('verified_at');
  });

  test('an earlier yes answers again without a page, where the agency wants none (AGENCY-31)', async () => {
    const { told, visit, url } = await asked(scope, { proved: false });
    await told();
    const { headers } = await visit.browser.send(`${url}&prompt=none`);
    expect(headers.get('location')).toContain('code=');
  });
});

test('all confirmed addresses are told by a scope of their own, and only by it (AGENCY-31)', async () => {
  const one = await asked('openid email');
  expect((await one.told()).userinfo).not.toHaveProperty('all_emails');
  const { told, claimsAsked, accountId, address } = await asked('openid all_emails');
  addAddress(house, accountId, 'second@example.test', Date.now());
  addAddress(house, accountId, 'unconfirmed@example.test', null);
  expect(await claimsAsked()).toEqual(['all_emails']);
  const { userinfo } = await told();
  expect(userinfo['all_emails']).toHaveLength(2);
  expect(userinfo['all_emails']).toEqual(expect.arrayContaining([address, 'second@example.test']));
  expect(userinfo).not.toHaveProperty('email');
});

describe('what asks for nothing of the person', () => {
  test.each([
    ['locale', { locale: 'en' }],
    ['x509', { x509_subject: null, x509_issuer: null, x509_presented: false }],
    ['x509:subject', { x509_subject: null }],
    ['x509:issuer', { x509_issuer: null }],
    ['x509:presented', { x509_presented: false }],
  ])('%s is answered, with that and no more (AGENCY-31)', async (scope, answer) => {
    const { told } = await asked(`openid ${scope}`, { who: narrow });
    const { userinfo } = await told();
    const names = /^(locale|x509_.*)$/;
    expect(
      Object.fromEntries(Object.entries(userinfo).filter(([name]) => names.test(name))),
    ).toEqual(answer);
  });

  test('is unknown to a client of another profile (AGENCY-31)', async () => {
    const { told } = await asked('openid email locale x509', { who: plain });
    const { userinfo } = await told();
    expect(userinfo).not.toHaveProperty('locale');
    expect(userinfo).not.toHaveProperty('x509_presented');
  });
});

test('the ID token says its number, its begin, and of which token and code it is (AGENCY-31)', async () => {
  const { raw, code } = await asked('openid email');
  const redeemed = await code();
  const tokens = (await (await raw.redeem(redeemed)).json()) as Record<string, string>;
  const half = (text = '') =>
    createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
  const { iat, ...idToken } = decodeJwt(tokens['id_token'] ?? '');
  expect(idToken).toMatchObject({
    jti: expect.stringMatching(/^[\w-]{22,}$/),
    at_hash: half(tokens['access_token']),
    c_hash: half(redeemed),
  });
  expect(idToken.nbf).toBeLessThanOrEqual(iat ?? 0);
});

test('an ID token of another profile has none of these (AGENCY-31)', async () => {
  const { told } = await asked('openid email', { who: plain });
  const { idToken } = await told();
  for (const name of ['jti', 'nbf', 'at_hash', 'c_hash']) expect(idToken).not.toHaveProperty(name);
});

test('a verified person is told of as before (AGENCY-31)', async () => {
  const { told } = await asked('openid profile:name profile:verified_at', { acr: verified });
  expect((await told()).userinfo).toMatchObject({
    given_name: person.given_name,
    verified_at: expect.any(Number),
    ial: verified,
  });
});

describe('an assertion as Login.gov takes it (AGENCY-31)', () => {
  type Changes = Readonly<Record<string, unknown>>;

  async function redeemed(claimsOfIt: Changes, header: Changes = {}, who = agency) {
    const { raw, code } = await asked('openid email', { who });
    const assertion = await raw.assertion(claimsOfIt, header);
    const answer = await raw.redeem(await code(), { client_assertion: assertion });
    return { assertion, answer };
  }
  const slashed = () => ({ aud: `${house.issuer}/api/openid_connect/token/` });
  const bare = { jti: undefined };

  test.each<[string, () => Changes, Changes]>([
    ['with a slash behind its audience', () => slashed(), {}],
    ['without an identifier', () => bare, {}],
    [
      'with neither, and a key identifier of its own',
      () => ({ ...bare, ...slashed() }),
      { kid: 'x' },
    ],
  ])('%s', async (_what, changes, header) => {
    const { answer } = await redeemed(changes(), header);
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer' });
  });

  test('is none of another profile', async () => {
    for (const changes of [slashed(), bare])
      expect((await redeemed(changes, {}, plain)).answer.status).toBe(401);
  });

  test('without an identifier serves two people who come in the same second', async () => {
    const { assertion } = await redeemed(bare);
    const { raw, code } = await asked('openid email');
    const again = await raw.redeem(await code(), { client_assertion: assertion });
    expect(await again.json()).toMatchObject({ token_type: 'Bearer' });
  });

  test('without an identifier is found to be of any key that the agency has', async () => {
    const { raw, code } = await asked('openid email', { who: several });
    const assertion = await raw.assertion(bare, { kid: 'whatever' });
    const answer = await raw.redeem(await code(), { client_assertion: assertion });
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer' });
  });

  test.each<[string, Changes]>([
    ['of somebody else', { iss: 'urn:test:narrow' }],
    ['about somebody else', { sub: 'urn:test:narrow' }],
    ['for somebody else', { aud: 'http://evil.example.test' }],
    ['for nobody', { aud: undefined }],
    ['that has ended', { exp: 1 }],
    ['that lasts for an hour', { exp: Math.floor(Date.now() / 1_000) + 3_600 }],
    ['without an end', { exp: undefined }],
    ['that has not begun', { nbf: Math.floor(Date.now() / 1_000) + 3_600 }],
  ])('without an identifier must hold otherwise: not one %s', async (_what, changes) => {
    expect((await redeemed({ ...bare, ...changes })).answer.status).toBe(401);
  });

  test('without an identifier must be signed by a key of the agency', async () => {
    const { raw, code } = await asked('openid email');
    const forged = await raw.assertion(bare, {}, narrow.privateKey);
    expect((await raw.redeem(await code(), { client_assertion: forged })).status).toBe(401);
  });

  test('without an identifier speaks for its own agency alone', async () => {
    const { raw, code } = await asked('openid email');
    const other = {
      client_assertion: await raw.assertion(bare),
      client_id: narrow.clientId,
    };
    const answer = await raw.redeem(await code(), other);
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  });

  test('of one request does not speak for the next', async () => {
    await redeemed(bare);
    const { raw, code } = await asked('openid email');
    const nobody = { client_assertion: undefined, client_assertion_type: undefined };
    expect((await raw.redeem(await code(), nobody)).status).toBe(401);
  });
});
