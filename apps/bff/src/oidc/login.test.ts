import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as oauth from 'oauth4webapi';
import type { AccountId } from '@signet/contracts/ids';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { email, person } from '../testing/person.ts';
import { createClient, createVisit } from '../testing/visit.ts';

const everything = 'openid email profile address phone social_security_number';
let house: House;
let harbor: TestAgency;
let lantern: TestAgency;
let beacon: TestAgency;
let accountId: AccountId;

beforeAll(async () => {
  harbor = await testAgency('harbor', {
    claims: [
      'email',
      'given_name',
      'family_name',
      'birthdate',
      'address',
      'phone',
      'social_security_number',
      'verified_at',
    ],
  });
  lantern = await testAgency('lantern', {
    claims: ['given_name', 'birthdate'],
    algorithm: 'RS256',
  });
  beacon = await testAgency('beacon', {
    sector: 'harbor',
    claims: ['email', 'given_name'],
    redirectUris: ['http://beacon.agency.test/callback', 'http://other.agency.test/callback'],
  });
  house = await openHouse([harbor, lantern, beacon]);
  accountId = house.signUp(email);
});
afterAll(() => house.close());

async function signIn(agency: TestAgency, scope: string) {
  const client = await createClient(house, agency);
  const visit = await createVisit(house, accountId);
  const tokens = await client.redeem(await visit.share(client.authorizationUrl(scope)));
  const idToken = oauth.getValidatedIdTokenClaims(tokens);
  return {
    client,
    visit,
    tokens,
    idToken,
    userinfo: await client.userinfo(tokens.access_token, idToken?.sub ?? ''),
  };
}

describe('an unmodified client signs a person in', () => {
  test('and receives what the person agreed to, and how it was proved', async () => {
    const { userinfo } = await signIn(harbor, everything);
    expect(userinfo).toEqual({
      sub: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      email,
      email_verified: true,
      given_name: person.given_name,
      family_name: person.family_name,
      birthdate: person.birthdate,
      address: person.address,
      phone: person.phone,
      phone_verified: true,
      phone_number: person.phone,
      phone_number_verified: true,
      name: `${person.given_name} ${person.family_name}`,
      social_security_number: person.social_security_number,
      verified_at: expect.any(Number),
      level: 'verified',
      pathway: 'document-and-phone',
    });
  });

  test('with an ID token that carries no attribute of the person (AGENCY-5)', async () => {
    const { idToken, tokens } = await signIn(harbor, everything);
    expect(Object.keys(idToken ?? {}).toSorted()).toEqual(
      ['acr', 'amr', 'aud', 'auth_time', 'exp', 'iat', 'iss', 'nonce', 'sub'].toSorted(),
    );
    expect(idToken).toMatchObject({
      acr: 'urn:acr.login.gov:verified',
      amr: ['pwd', 'hwk', 'mfa'],
    });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 900 });
    expect(tokens).not.toHaveProperty('refresh_token');
  });

  test('with an RS256 key as well as with an ES256 one', async () => {
    const { userinfo } = await signIn(lantern, 'openid profile:name profile:birthdate');
    expect(userinfo).toMatchObject({ given_name: person.given_name, birthdate: person.birthdate });
    expect(userinfo).not.toHaveProperty('family_name');
  });

  test('identifiers are the same at each visit, differ between sectors, agree within one (AGENCY-6)', async () => {
    const subjects = [];
    for (const agency of [harbor, harbor, lantern, beacon]) {
      subjects.push((await signIn(agency, 'openid profile:name')).idToken?.sub);
    }
    const [first, again, elsewhere, sameSector] = subjects;
    expect(again).toBe(first);
    expect(elsewhere).not.toBe(first);
    expect(sameSector).toBe(first);
    expect(subjects.join(' ')).not.toContain(accountId);
  });
});

describe('an answer that was fetched is told as gone to whoever fetches it again', () => {
  test('and leads to no address (AGENCY-7)', async () => {
    const client = await createClient(house, beacon);
    const visit = await createVisit(house, accountId);
    const uid = await visit.login(await visit.arrive(client.authorizationUrl('openid')));
    const said = await visit.browser.post(`/interaction/${uid}/api/consent`, { claims: [] });
    const { resume } = (await said.json()) as { readonly resume: string };
    const answers = [await visit.browser.resume(resume), await visit.browser.resume(resume)];
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    expect(await answers[1]?.json()).toMatchObject({ error: 'invalid_request' });
  });
});
