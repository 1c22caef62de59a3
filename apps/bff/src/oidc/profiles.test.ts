import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { email, person } from '../testing/person.ts';
import { createRawAgency, type RawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';

const claims = ['email', 'given_name', 'family_name', 'address', 'phone', 'verified_at'] as const;
const verified = 'urn:acr.login.gov:verified';
let house: House;
let accountId: AccountId;
let plain: TestAgency;
let certified: TestAgency;
let keyless: TestAgency;
let strict: TestAgency;

beforeAll(async () => {
  plain = await testAgency('plain', { claims });
  certified = await testAgency('certified', {
    claims,
    algorithm: 'RS256',
    entry: { profile: 'login.gov', idTokenAttributes: ['email', 'given_name'] },
  });
  keyless = await testAgency('keyless', { claims, entry: { profile: 'login.gov', jwks: null } });
  strict = await testAgency('strict', { claims, entry: { profile: 'fapi2' } });
  house = await openHouse([plain, certified, keyless, strict]);
  accountId = house.signUp(email);
});
afterAll(() => house.close());

type Tokens = { readonly access_token: string; readonly id_token: string };
type Json = Record<string, unknown>;

async function codeFrom(url: string, withheld: readonly string[] = []): Promise<string> {
  const visit = await createVisit(house, accountId);
  return new URL(await visit.share(url, withheld)).searchParams.get('code') ?? '';
}

const tokensOf = async (response: Response) => (await response.json()) as Tokens;

describe('a client of Login.gov works unchanged (AGENCY-31)', () => {
  const acr = { acr_values: verified };

  async function userinfoOf(agency: RawAgency, { access_token: token }: Tokens): Promise<Json> {
    return (await (await agency.userinfo({ authorization: `Bearer ${token}` })).json()) as Json;
  }

  test('with a certificate: no client_id, no redirect_uri, no PKCE, a key identifier of its own', async () => {
    const agency = createRawAgency(house, certified);
    const scope = 'openid email profile:name phone address social_security_number unheard:of';
    const code = await codeFrom(
      agency.authorizationUrl({
        ...acr,
        scope,
        prompt: 'select_account',
        code_challenge: undefined,
        code_challenge_method: undefined,
      }),
    );
    const tokens = await tokensOf(
      await agency.redeem(code, {
        redirect_uri: undefined,
        code_verifier: undefined,
        client_assertion: await agency.assertion(
          { aud: agency.endpoint('token') },
          { kid: 'whatever the library made up' },
        ),
      }),
    );
    expect(await userinfoOf(agency, tokens)).toEqual({
      sub: expect.any(String),
      iss: house.issuer,
      ial: verified,
      aal: 'urn:gov:gsa:ac:classes:sp:PasswordProtectedTransport:duo',
      email,
      email_verified: true,
      given_name: person.given_name,
      family_name: person.family_name,
      address: { ...person.address, country: undefined },
      phone: person.phone,
      phone_verified: true,
    });
    expect(decodeProtectedHeader(tokens.id_token).alg).toBe('RS256');
    expect(decodeJwt(tokens.id_token)).toMatchObject({ acr: verified, ial: verified });
  });

  test('only what it opted in to stands in its ID token, and of no other client (AGENCY-5)', async () => {
    const agency = createRawAgency(house, certified);
    const scope = 'openid email profile:name';
    const code = await codeFrom(agency.authorizationUrl({ ...acr, scope }));
    const { id_token: idToken } = await tokensOf(await agency.redeem(code));
    const contents = decodeJwt(idToken);
    expect(contents).toMatchObject({ given_name: person.given_name, email, email_verified: true });
    expect(contents).not.toHaveProperty('family_name');
    expect(contents).not.toHaveProperty('name');

    const other = createRawAgency(house, plain);
    const asked = JSON.stringify({ id_token: { given_name: null, email: { essential: true } } });
    const otherCode = await codeFrom(
      other.authorizationUrl({ scope: 'openid email', claims: asked }),
    );
    const answer = decodeJwt((await tokensOf(await other.redeem(otherCode))).id_token);
    expect(Object.keys(answer)).not.toContain('given_name');
    expect(Object.keys(answer)).not.toContain('email');
  });

  test.each([
    ['short', 'a'.repeat(32)],
    ['long', 'b'.repeat(128)],
  ])('without a key, by a %s verifier and a padded challenge', async (_length, verifier) => {
    const agency = createRawAgency(house, keyless);
    const challenge = `${createHash('sha256').update(verifier).digest('base64url')}=`;
    const scope = 'openid profile:name';
    const url = agency.authorizationUrl({ ...acr, scope, code_challenge: challenge });
    const code = await codeFrom(url);
    const fields = { grant_type: 'authorization_code', code, code_verifier: verifier };
    const wrong = await agency.post(agency.endpoint('token'), {
      ...fields,
      code_verifier: `${verifier}x`,
    });
    expect(wrong.status).toBe(400);
    const tokens = await tokensOf(await agency.post(agency.endpoint('token'), fields));
    expect(await userinfoOf(agency, tokens)).toMatchObject({ given_name: person.given_name });
  });

  test('without a key and without a challenge none is answered, asked or pushed', async () => {
    const asking = { ...acr, scope: 'openid profile:name' };
    const without = { ...asking, code_challenge: undefined, code_challenge_method: undefined };
    const agency = createRawAgency(house, keyless);
    const asked = await fetch(agency.authorizationUrl(without), { redirect: 'manual' });
    const back = new URL(asked.headers.get('location') ?? '');
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'invalid_request' });
    const pushed = await agency.push(without);
    expect([pushed.status, await pushed.json()]).toMatchObject([400, { error: 'invalid_request' }]);
    expect((await agency.push(asking)).status).toBe(201);
    expect((await createRawAgency(house, certified).push(without)).status).toBe(201);
  });

  test.each([
    ['http://idmanagement.gov/ns/assurance/ial/2', 'http://idmanagement.gov/ns/assurance/ial/2'],
    ['http://idmanagement.gov/ns/assurance/loa/3', 'http://idmanagement.gov/ns/assurance/ial/2'],
    ['http://idmanagement.gov/ns/assurance/ial/0', 'http://idmanagement.gov/ns/assurance/ial/2'],
    [`unheard:of ${verified}`, verified],
    ['urn:acr.login.gov:verified-facial-match-preferred', verified],
  ])('that asks for %s is answered by the name that Login.gov answers', async (acrValues, told) => {
    const agency = createRawAgency(house, certified);
    const url = agency.authorizationUrl({ acr_values: acrValues, scope: 'openid profile:name' });
    const { id_token: idToken } = await tokensOf(await agency.redeem(await codeFrom(url)));
    expect(decodeJwt(idToken)['acr']).toBe(told);
  });

  test.each([
    [
      'a passkey, told as such',
      'http://idmanagement.gov/ns/assurance/aal/2?phishing_resistant=true',
      true,
    ],
    ['two factors', 'http://idmanagement.gov/ns/assurance/aal/2', true],
    ['a card of the government', 'http://idmanagement.gov/ns/assurance/aal/3?hspd12=true', false],
    ['a comparison of faces', 'urn:acr.login.gov:verified-facial-match-required', false],
  ])('that asks for %s is not told more than is so', async (_what, acrValues, isMet) => {
    const agency = createRawAgency(house, certified);
    const visit = await createVisit(house, accountId);
    const uid = await visit.arrive(agency.authorizationUrl({ acr_values: acrValues }));
    const next = await visit.goOn(await visit.browser.post(`/interaction/${uid}/api/login`));
    expect(new URL(next).searchParams.get('error')).toBe(
      isMet ? null : 'unmet_authentication_requirements',
    );
  });
});

describe('FAPI 2.0: pushed, signed, bound to a key (AGENCY-31)', () => {
  test('a whole login, with split code and DPoP', async () => {
    const agency = createRawAgency(house, strict);
    const pair = await generateKeyPair('ES256');
    const code = await codeFrom(await agency.pushed());
    const tokens = await tokensOf(await agency.redeem(code, {}, { dpop: await agency.dpop(pair) }));
    expect(tokens).toMatchObject({ token_type: 'DPoP' });
    expect(decodeProtectedHeader(tokens.id_token).alg).toBe('ES256');
    const { access_token: token } = tokens;
    const proof = await agency.dpop(
      pair,
      { htm: 'GET', htu: agency.endpoint('userinfo') },
      {},
      token,
    );
    const answer = await agency.userinfo({ authorization: `DPoP ${token}`, dpop: proof });
    expect(await answer.json()).toMatchObject({ given_name: person.given_name });
  });

  test('a request object says the same as the request (RFC 9101)', async () => {
    const agency = createRawAgency(house, strict);
    const url = await agency.pushed({
      ...Object.fromEntries(Object.keys(agency.request()).map((name) => [name, undefined])),
      client_id: strict.clientId,
      request: await agency.requestObject(),
    });
    const pair = await generateKeyPair('ES256');
    const answer = await agency.redeem(await codeFrom(url), {}, { dpop: await agency.dpop(pair) });
    expect(answer.status).toBe(200);
  });
});

describe('what is dated ahead (FAPI 2.0 §5.3.2.1, AGENCY-31)', () => {
  const ahead = (seconds: number) => ({ iat: Math.floor(Date.now() / 1_000) + seconds });
  /** What comes of a push that was proved, or signed, so many seconds ahead. */
  const pushed = async (agency: TestAgency, what: 'proof' | 'request', seconds: number) => {
    const raw = createRawAgency(house, agency);
    const iat = ahead(seconds);
    const { status } = await raw.push(
      what === 'proof'
        ? { client_assertion: await raw.assertion(iat) }
        : { request: await raw.requestObject(iat) },
    );
    return status;
  };

  test.each([
    ['proof', 10, 201],
    ['proof', 70, 401],
    ['request', 10, 201],
    ['request', 70, 400],
  ] as const)(
    'by a FAPI 2.0 client counts within a minute: a %s by %i s',
    async (what, seconds, status) => {
      expect(await pushed(strict, what, seconds)).toBe(status);
    },
  );

  /** How a token request, and one for userinfo, are answered with a proof of possession so many seconds ahead. */
  const possessed = async (agency: TestAgency, seconds: number) => {
    const raw = createRawAgency(house, agency);
    const pair = await generateKeyPair('ES256', { extractable: true });
    const code = await codeFrom(await raw.pushed({ scope: 'openid email' }));
    const first = await raw.redeem(code, {}, { dpop: await raw.dpop(pair, ahead(seconds)) });
    const { access_token: token } =
      first.status === 200
        ? await tokensOf(first)
        : await tokensOf(await raw.redeem(code, {}, { dpop: await raw.dpop(pair) }));
    const about = { htm: 'GET', htu: raw.endpoint('userinfo'), ...ahead(seconds) };
    const dpop = await raw.dpop(pair, about, {}, token);
    return [first, await raw.userinfo({ authorization: `DPoP ${token}`, dpop })].map(
      ({ status }) => status,
    );
  };

  test('so does a proof of possession (RFC 9449), and none that is refused uses up a code', async () => {
    expect(await possessed(strict, 10)).toEqual([200, 200]);
    expect(await possessed(strict, 70)).toEqual([400, 401]);
    expect(await possessed(plain, 70)).toEqual([200, 200]);
  });

  test.each(['proof', 'request'] as const)('by another client counts: a %s', async (what) => {
    expect(await pushed(plain, what, 70)).toBe(201);
  });
});

describe('claims by name (AGENCY-30)', () => {
  async function answer(
    section: object,
    scope = 'openid',
    withheld: readonly string[] = [],
  ): Promise<Json> {
    const agency = createRawAgency(house, plain);
    const asked = JSON.stringify({ userinfo: section });
    const code = await codeFrom(agency.authorizationUrl({ scope, claims: asked }), withheld);
    const { access_token: token } = await tokensOf(await agency.redeem(code));
    return (await (await agency.userinfo({ authorization: `Bearer ${token}` })).json()) as Json;
  }
  const always = { sub: expect.any(String), level: 'verified', pathway: expect.any(String) };
  const verification = { trust_framework: { value: 'nist_800_63A' }, assurance_level: null };

  test('are asked of the person and answered alone', async () => {
    expect(await answer({ given_name: { essential: true }, shoe_size: null })).toEqual({
      ...always,
      given_name: person.given_name,
    });
  });

  test('with another value are left out, those of a scope too', async () => {
    const wanted = { given_name: { value: 'Other' }, family_name: { values: ['Ravensworth'] } };
    expect(await answer(wanted, 'openid profile:name')).toEqual({
      ...always,
      name: `${person.given_name} ${person.family_name}`,
      family_name: person.family_name,
    });
  });

  test('what says of another that it was confirmed comes beside it, and never alone', async () => {
    const { sub } = always;
    expect(await answer({ email_verified: null })).toEqual({ sub });
    expect(await answer({ phone_verified: null, phone_number_verified: null })).toEqual({ sub });
    const both = { email: null, email_verified: null };
    expect(await answer(both)).toEqual({ sub, email, email_verified: true });
    expect(await answer({ email: null, email_verified: { value: false } })).toEqual({ sub, email });
    expect(await answer({ phone_number: null, phone_verified: null })).toEqual({
      ...always,
      phone_number: person.phone,
      phone_verified: true,
    });
  });

  test('a required address that is not the one that is named is answered by a yes to the rest', async () => {
    const named = { email: { value: 'other@example.test' }, email_verified: null };
    const name = { given_name: null };
    expect(await answer({ ...named, ...name }, 'openid', ['email'])).toEqual({
      ...always,
      given_name: person.given_name,
    });
  });

  test('verified ones come with how they were verified', async () => {
    const verifiedClaims = { verification, claims: { given_name: null, email: null } };
    expect(await answer({ verified_claims: verifiedClaims })).toEqual({
      ...always,
      verified_claims: {
        verification: { trust_framework: 'nist_800_63A', assurance_level: 'verified' },
        claims: { given_name: person.given_name },
      },
    });
  });

  test('several requests for verified ones are answered each by itself', async () => {
    const other = { trust_framework: { value: 'eidas' } };
    const { verified_claims: answered } = await answer({
      verified_claims: [
        { verification, claims: { given_name: null } },
        { verification: other, claims: { family_name: null } },
      ],
    });
    expect(answered).toHaveLength(1);
  });
});
