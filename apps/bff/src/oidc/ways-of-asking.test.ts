import { createHash, randomBytes } from 'node:crypto';
import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person } from '../testing/person.ts';
import { createRawAgency, type Fields, type RawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';

// A request says the same in the query, pushed (RFC 9126), signed (RFC 9101), and signed and pushed.

const claims = ['email', 'given_name', 'family_name'] as const;
let house: House;
let accountId: AccountId;
let plain: TestAgency;
let strict: TestAgency;
let certified: TestAgency;
let keyless: TestAgency;

beforeAll(async () => {
  const entry = { profile: 'login.gov' } as const;
  plain = await testAgency('plain', { claims });
  strict = await testAgency('strict', { claims, entry: { profile: 'fapi2' } });
  certified = await testAgency('certified', { claims, algorithm: 'RS256', entry });
  keyless = await testAgency('keyless', { claims, entry: { ...entry, jwks: null } });
  house = await openHouse([plain, strict, certified, keyless]);
  accountId = house.signUp('asked@example.test');
});
afterAll(() => house.close());

type Way = (agency: RawAgency, changes: Fields) => Promise<string>;

const nothingElse = (agency: RawAgency) =>
  Object.fromEntries(Object.keys(agency.request()).map((name) => [name, undefined]));
const ways: Readonly<Record<string, Way>> = {
  'in the query': async (agency, changes) => agency.authorizationUrl(changes),
  pushed: async (agency, changes) => agency.pushed(changes),
  signed: async (agency, changes) =>
    agency.authorizationUrl({ request: await agency.requestObject(changes) }),
  'signed and pushed': async (agency, changes) =>
    agency.pushed({
      ...nothingElse(agency),
      client_id: agency.agency.clientId,
      request: await agency.requestObject(changes),
    }),
};
const named = Object.keys(ways);

async function codeFrom(way: string, agency: RawAgency, changes: Fields): Promise<string> {
  const url = (await ways[way]?.(agency, changes)) ?? '';
  const visit = await createVisit(house, accountId);
  return new URL(await visit.share(url)).searchParams.get('code') ?? '';
}

const bodyOf = async (response: Response) => (await response.json()) as Record<string, unknown>;

describe('several requests for verified claims (AGENCY-30)', () => {
  const framework = (value: string) => ({ trust_framework: { value } });
  const changes = {
    scope: 'openid',
    claims: JSON.stringify({
      userinfo: {
        verified_claims: [
          { verification: framework('nist_800_63A'), claims: { given_name: null } },
          { verification: framework('nist_800_63A'), claims: { family_name: null } },
          { verification: framework('eidas'), claims: { family_name: null } },
        ],
      },
    }),
  };
  const verification = { trust_framework: 'nist_800_63A' };
  const both = [
    { verification, claims: { given_name: person.given_name } },
    { verification, claims: { family_name: person.family_name } },
  ];

  test.each(named)('%s are answered each by itself', async (way) => {
    const agency = createRawAgency(house, plain);
    const code = await codeFrom(way, agency, changes);
    const { access_token: token } = await bodyOf(await agency.redeem(code));
    const answer = await bodyOf(
      await agency.userinfo({ authorization: `Bearer ${String(token)}` }),
    );
    expect(answer['verified_claims']).toEqual(both);
  });

  test.each(named)('%s in a list that nobody looked at are no requests', async (way) => {
    const agency = createRawAgency(house, plain);
    const one = { verification: framework('nist_800_63A'), claims: { given_name: null } };
    const list = [null, { verification: framework('nist_800_63A'), claims: { family_name: null } }];
    const verified = { userinfo: { verified_claims: { ...one, list } } };
    const code = await codeFrom(way, agency, { scope: 'openid', claims: JSON.stringify(verified) });
    const { access_token: token } = await bodyOf(await agency.redeem(code));
    const answer = await bodyOf(
      await agency.userinfo({ authorization: `Bearer ${String(token)}` }),
    );
    expect(answer['verified_claims']).toEqual(both[0]);
  });

  test.each(['pushed', 'signed and pushed'])('of FAPI’s client, %s, are too', async (way) => {
    const agency = createRawAgency(house, strict);
    const own = await generateKeyPair('ES256');
    const code = await codeFrom(way, agency, changes);
    const redeemed = await agency.redeem(code, {}, { dpop: await agency.dpop(own) });
    const token = String((await bodyOf(redeemed))['access_token']);
    const place = { htm: 'GET', htu: agency.endpoint('userinfo') };
    const dpop = await agency.dpop(own, place, {}, token);
    const answer = await bodyOf(await agency.userinfo({ authorization: `DPoP ${token}`, dpop }));
    expect(answer['verified_claims']).toEqual(both);
  });
});

describe('a client of Login.gov (AGENCY-31)', () => {
  const acr = 'urn:acr.login.gov:verified';
  const asked = { acr_values: acr, scope: 'openid email profile:name' };

  async function userinfo(agency: RawAgency, redeemed: Response) {
    const { access_token: token } = await bodyOf(redeemed);
    return bodyOf(await agency.userinfo({ authorization: `Bearer ${String(token)}` }));
  }

  test.each(named)('asks %s, and is held to its challenge', async (way) => {
    const agency = createRawAgency(house, certified);
    const code = await codeFrom(way, agency, asked);
    const wrong = await agency.redeem(code, { code_verifier: randomBytes(32).toString('hex') });
    expect(wrong.status).toBe(400);
    const answer = await userinfo(agency, await agency.redeem(code));
    expect(answer).toMatchObject({ given_name: person.given_name, ial: acr });
  });

  test('pushes with an assertion as Login.gov takes it, and says each time who comes', async () => {
    const agency = createRawAgency(house, certified);
    const clientAssertion = await agency.assertion(
      { jti: undefined, aud: `${agency.endpoint('token')}/` },
      { kid: 'whatever the library made up' },
    );
    const url = await agency.pushed({ ...asked, client_assertion: clientAssertion });
    const visit = await createVisit(house, accountId);
    expect((await visit.details(await visit.arrive(url))).prompt).toBe('login');
    const stranger = await generateKeyPair('RS256');
    const forged = await agency.assertion({ jti: undefined }, {}, stranger.privateKey);
    expect((await agency.push({ ...asked, client_assertion: forged })).status).toBe(401);
  });

  test('without a key pushes a padded challenge of a short verifier', async () => {
    const agency = createRawAgency(house, keyless);
    const verifier = 'v'.repeat(32);
    const challenge = `${createHash('sha256').update(verifier).digest('base64url')}=`;
    const code = await codeFrom('pushed', agency, { ...asked, code_challenge: challenge });
    const wrong = await agency.redeem(code, { code_verifier: `${verifier}x` });
    expect(wrong.status).toBe(400);
    const right = await agency.redeem(code, { code_verifier: verifier });
    expect(await userinfo(agency, right)).toMatchObject({ given_name: person.given_name });
  });
});
