import { createHash, randomBytes } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person } from '../testing/person.ts';
import { createClient, createVisit } from '../testing/visit.ts';

// AGENCY-45: a client that can neither sign nor do PKCE, as the OpenID Basic certification has it.

const secret = randomBytes(32).toString('base64url');
const sha256 = createHash('sha256').update(secret).digest('base64url');
const insecure = { [oauth.allowInsecureRequests]: true };
let house: House;
let agencies: Record<'client_secret_basic' | 'client_secret_post' | 'bound' | 'over', TestAgency>;

beforeAll(async () => {
  const claims = ['given_name'] as const;
  const plain = async (name: string, entry: Partial<TestAgency>) => {
    const { jwks: _none, ...agency } = await testAgency(name, { claims });
    return { ...agency, ...entry } as TestAgency;
  };
  const by = (method: 'client_secret_basic' | 'client_secret_post') =>
    ({ clientSecret: { sha256, method }, pkce: 'optional' }) as const;
  agencies = {
    client_secret_basic: await plain('basic', by('client_secret_basic')),
    client_secret_post: await plain('post', by('client_secret_post')),
    bound: await plain('bound', { clientSecret: { sha256, method: 'client_secret_basic' } }),
    over: await plain('over', by('client_secret_basic')),
  };
  house = await openHouse(Object.values(agencies));
});
afterAll(() => house.close());

const withoutChallenge = { code_challenge: undefined, code_challenge_method: undefined };
let visits = 0;

/** A code for the agency, asked for without a challenge. */
async function coded(agency: TestAgency) {
  const client = await createClient(house, agency);
  const { server, rawUserinfo } = client;
  const visit = await createVisit(house, house.signUp(`plain-${(visits += 1)}@example.test`));
  const url = client.authorizationUrl('openid profile:name', withoutChallenge);
  const parameters = client.validate(await visit.share(url));
  const redeem = (authentication: oauth.ClientAuth) =>
    oauth.authorizationCodeGrantRequest(
      server,
      { client_id: agency.clientId },
      authentication,
      parameters,
      agency.redirectUris[0] ?? '',
      oauth.nopkce,
      insecure,
    );
  return { redeem, rawUserinfo };
}

test.each([
  ['client_secret_basic', oauth.ClientSecretBasic],
  ['client_secret_post', oauth.ClientSecretPost],
] as const)('%s goes through a whole login without PKCE (AGENCY-45)', async (method, prove) => {
  const { redeem, rawUserinfo } = await coded(agencies[method]);
  const answer = (await (await redeem(prove(secret))).json()) as { access_token: string };
  expect(await (await rawUserinfo(answer.access_token)).json()).toMatchObject({
    given_name: person.given_name,
  });
});

describe('nobody else does (AGENCY-45)', () => {
  // prettier-ignore
  test.each<[string, oauth.ClientAuth]>([
    ['with the digest that the registry has', oauth.ClientSecretBasic(sha256)],
    ['with another secret',                   oauth.ClientSecretBasic(randomBytes(32).toString('base64url'))],
    ['without any',                           oauth.None()],
  ])('%s', async (_how, authentication) => {
    const { redeem } = await coded(agencies.client_secret_basic);
    expect((await redeem(authentication)).status).toBe(401);
  });

  test('nor the agency itself once its agreement is over', async () => {
    const { redeem } = await coded(agencies.over);
    Object.assign(agencies.over.agreement, { until: '2026-01-02' });
    const answer = await redeem(oauth.ClientSecretBasic(secret));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'unauthorized_client' });
  });
});

test('a client whose file does not say that it knows no PKCE must bring a challenge (AGENCY-45)', async () => {
  const client = await createClient(house, agencies.bound);
  const visit = await createVisit(house, house.signUp('bound@example.test'));
  const url = client.authorizationUrl('openid profile:name', withoutChallenge);
  const answer = await visit.browser.send(url);
  const back = new URL(answer.headers.get('location') ?? '');
  expect(back.searchParams.get('error')).toBe('invalid_request');
});
