import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';
import { isPageOf } from './login-gov.ts';

// AGENCY-31: a client of Login.gov that has no key may be a page in a browser; no other client is.

const authOnly = 'urn:acr.login.gov:auth-only';
const allowed = 'access-control-allow-origin';
const home = 'http://keyless.agency.test';
let house: House;
let keyless: TestAgency;
let keyed: TestAgency;
let plain: TestAgency;
beforeAll(async () => {
  const claims = ['email'] as const;
  const profile = 'login.gov' as const;
  keyless = await testAgency('keyless', { claims, entry: { profile, jwks: null } });
  keyed = await testAgency('keyed', { claims, algorithm: 'RS256', entry: { profile } });
  plain = await testAgency('plain', { claims });
  house = await openHouse([keyless, keyed, plain]);
});
afterAll(() => house.close());

async function atTheCode(agency: TestAgency) {
  const raw = createRawAgency(house, agency);
  const visit = await createVisit(house, house.signUp(`${crypto.randomUUID()}@example.test`));
  const url = raw.authorizationUrl({ scope: 'openid email', acr_values: authOnly });
  const code = new URL(await visit.share(url)).searchParams.get('code') ?? '';
  const redeem = (headers: Record<string, string>) => raw.redeem(code, {}, headers);
  return { raw, redeem };
}

type Tokens = { readonly access_token: string };

test('a page at the origin of a redirect address redeems its code and reads userinfo (AGENCY-31)', async () => {
  const { raw, redeem } = await atTheCode(keyless);
  for (const [endpoint, method, headers] of [
    ['token', 'POST', 'content-type'],
    ['userinfo', 'GET', 'authorization'],
  ] as const) {
    const preflight = await fetch(raw.endpoint(endpoint), {
      method: 'OPTIONS',
      headers: {
        origin: home,
        'access-control-request-method': method,
        'access-control-request-headers': headers,
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get(allowed)).toBe(home);
    expect(preflight.headers.get('access-control-allow-methods')).toContain(method);
    expect(preflight.headers.get('access-control-allow-headers')).toContain(headers);
    expect(preflight.headers.has('access-control-allow-credentials')).toBe(false);
  }
  const answer = await redeem({ origin: home });
  expect([answer.status, answer.headers.get(allowed)]).toEqual([200, home]);
  const { access_token: token } = (await answer.json()) as Tokens;
  const read = await raw.userinfo({ authorization: `Bearer ${token}`, origin: home });
  expect([read.status, read.headers.get(allowed)]).toEqual([200, home]);
  expect(read.headers.get('vary')).toContain('Origin');
});

test('it reads its errors, too (AGENCY-31)', async () => {
  const { raw, redeem } = await atTheCode(keyless);
  await redeem({ origin: home });
  const again = await redeem({ origin: home });
  expect([again.status, again.headers.get(allowed)]).toEqual([400, home]);
  expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  expect(raw.redirectUri.startsWith(home)).toBe(true);
});

describe('nothing is given to a page, and nothing used up (AGENCY-31)', () => {
  test.each<[string, () => TestAgency, string]>([
    ['of another origin', () => keyless, 'http://evil.example.test'],
    ['of another port', () => keyless, `${home}:8080`],
    ['of another scheme', () => keyless, 'https://keyless.agency.test'],
    ['of an origin that begins alike', () => keyless, `${home}.evil.example.test`],
    ['of no origin that has a name', () => keyless, 'null'],
    ['of a client that has a key', () => keyed, 'http://keyed.agency.test'],
    ['of a client of another profile', () => plain, 'http://plain.agency.test'],
  ])('%s', async (_whose, agency, origin) => {
    const { raw, redeem } = await atTheCode(agency());
    const refused = await redeem({ origin });
    expect([refused.status, refused.headers.get(allowed)]).toEqual([400, null]);
    const { access_token: token } = (await (await redeem({})).json()) as Tokens;
    const read = await raw.userinfo({ authorization: `Bearer ${token}`, origin });
    expect([read.status, read.headers.get(allowed)]).toEqual([400, null]);
  });
});

test('an app’s scheme has no origin that a page could be at (AGENCY-31)', () => {
  const redirectUris = ['test.agency.app:/callback', 'https://app.agency.test/callback'];
  const app = { ...keyless, redirectUris };
  expect(isPageOf(app, 'https://app.agency.test')).toBe(true);
  for (const origin of ['null', 'test.agency.app:', 'test.agency.app://callback'])
    expect(isPageOf(app, origin)).toBe(false);
});
