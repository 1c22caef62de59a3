import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suspendIdentity } from '../credential-status/change-status.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';

// AGENCY-44: a level that a request calls essential (OpenID Connect Core §5.5.1.1) is one of those that it names, or an error.

const authOnly = 'urn:acr.login.gov:auth-only';
const verified = 'urn:acr.login.gov:verified';
const twoFactor = 'http://idmanagement.gov/ns/assurance/aal/2';
const loa3 = 'http://idmanagement.gov/ns/assurance/loa/3';
const whatever = 'http://idmanagement.gov/ns/assurance/ial/0';
const preferred = 'urn:acr.login.gov:verified-facial-match-preferred';

let house: House;
let harbor: TestAgency;
let lantern: TestAgency;
let older: TestAgency;
beforeAll(async () => {
  const claims = ['given_name', 'family_name', 'email'] as const;
  const entry = { profile: 'login.gov' } as const;
  harbor = await testAgency('harbor', { claims });
  lantern = await testAgency('lantern', { claims });
  older = await testAgency('older', { claims, algorithm: 'RS256', entry });
  house = await openHouse([harbor, lantern, older]);
});
afterAll(() => house.close());

const essential = (...values: readonly string[]) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values } } }),
});

type Fields = Readonly<Record<string, string>>;

async function arrived(agency: TestAgency, { proved = true } = {}) {
  const provedAt = proved ? house.bff.now() : null;
  const accountId = house.signUp(`${crypto.randomUUID()}@example.test`, provedAt);
  const raw = createRawAgency(house, agency);
  return { accountId, raw, visit: await createVisit(house, accountId) };
}

async function levelIn(raw: ReturnType<typeof createRawAgency>, location: string) {
  const answer = await raw.redeem(new URL(location).searchParams.get('code') ?? '');
  const { id_token: idToken } = (await answer.json()) as { readonly id_token: string };
  return decodeJwt(idToken)['acr'];
}

// prettier-ignore
test.each<[string, string, string, Fields]>([
  ['a sign-in, of whoever tells what they proved', authOnly,  'openid profile:name', essential(authOnly)],
  ['two factors',                                  twoFactor, 'openid profile:name', essential(twoFactor)],
  ['two factors, asked for by acr_values alone',   twoFactor, 'openid email',        { acr_values: twoFactor }],
  ['the older name',                               loa3,      'openid profile:name', essential(loa3)],
  ['the best of several',                          verified,  'openid email',        essential(twoFactor, authOnly, verified)],
  ['what beside a wish is a level',                verified,  'openid profile:name', essential(preferred, whatever, verified)],
])('%s comes back as asked: %s (AGENCY-44)', async (_what, level, scope, asked) => {
  const { raw, visit } = await arrived(harbor);
  const location = await visit.share(raw.authorizationUrl({ scope, ...asked }));
  expect(await levelIn(raw, location)).toBe(level);
});

test('of a pushed request, too (AGENCY-44)', async () => {
  const { raw, visit } = await arrived(harbor);
  const url = await raw.pushed({ scope: 'openid profile:name', ...essential(authOnly) });
  expect(await levelIn(raw, await visit.share(url))).toBe(authOnly);
});

test('beside a wish a level is essential all the same: nobody passes who was not verified (AGENCY-44)', async () => {
  const { raw, visit } = await arrived(harbor, { proved: false });
  const url = raw.authorizationUrl({ scope: 'openid', ...essential(verified, whatever) });
  const uid = await visit.login(await visit.arrive(url));
  expect((await visit.details(uid)).verifiedOnly).toBe(true);
});

test('what is a wish and no level is no answer (AGENCY-44)', async () => {
  const { raw, visit } = await arrived(harbor);
  const answer = await visit.browser.send(raw.authorizationUrl(essential(preferred, whatever)));
  expect(answer.headers.get('location')).toContain('error=unmet_authentication_requirements');
});

test.each<[string, () => TestAgency, string, string]>([
  ['verified, or a sign-in alone', () => harbor, authOnly, `${verified} ${authOnly}`],
  ['whatever is so', () => older, 'http://idmanagement.gov/ns/assurance/ial/1', whatever],
])(
  'a suspended identity raises no level, where an agency takes %s (AGENCY-21)',
  async (_what, agency, level, acrValues) => {
    const { accountId, raw, visit } = await arrived(agency());
    house.status(accountId);
    house.bff.db.transaction((tx) => suspendIdentity(house.bff, tx, accountId, 'fraud-suspected'));
    const url = raw.authorizationUrl({ scope: 'openid email', acr_values: acrValues });
    expect(await levelIn(raw, await visit.share(url))).toBe(level);
  },
);

describe('without a page the level is of this request, not of an earlier one (AGENCY-44)', () => {
  const silent = { scope: 'openid email', prompt: 'none' };

  test.each<[string, Fields]>([
    [twoFactor, essential(twoFactor)],
    [twoFactor, { acr_values: twoFactor }],
    [verified, essential(verified)],
    [authOnly, {}],
  ])('%s', async (level, asked) => {
    const { raw, visit } = await arrived(harbor);
    const first = level === verified ? asked : {};
    await visit.share(raw.authorizationUrl({ scope: 'openid email', ...first }));
    const back = await visit.browser.send(raw.authorizationUrl({ ...silent, ...asked }));
    expect(await levelIn(raw, back.headers.get('location') ?? '')).toBe(level);
  });

  // prettier-ignore
  const agreedToASignIn: readonly [string, () => TestAgency, Fields][] = [
    ['a client of the standard, without a page',   () => harbor, { scope: 'openid email', prompt: 'none' }],
    ['a client of Login.gov, without a page',      () => older,  { scope: 'openid email', prompt: 'none' }],
    ['a client that asks for nothing of a person', () => harbor, { scope: 'openid' }],
  ];
  test.each(agreedToASignIn)(
    'who agreed to a sign-in alone is asked before “verified” is told, wherever else they agreed to it: %s (AGENCY-40)',
    async (_who, agency, silently) => {
      const { raw, visit } = await arrived(agency());
      const { scope = '' } = silently;
      await visit.share(raw.authorizationUrl({ scope, acr_values: authOnly }));
      const ask = async (level: string) => {
        const url = raw.authorizationUrl({ ...silently, acr_values: level });
        const { headers } = await visit.browser.send(url);
        return headers.get('location')?.replace(/\/interaction\/.*/, '/interaction/') ?? '';
      };
      const asked = await ask(verified);
      expect(asked).toMatch(/error=consent_required|\/interaction\/$/);
      const other = createRawAgency(house, lantern);
      await visit.share(other.authorizationUrl({ scope: 'openid email', acr_values: verified }));
      // Nor does this agency learn from its answers that there was a visit elsewhere.
      expect(await ask(verified)).toBe(asked);
      expect(await levelIn(raw, await ask(authOnly))).toBe(authOnly);
    },
  );

  test('nor of what another agency was told', async () => {
    const { raw, visit } = await arrived(older);
    const asked = { acr_values: 'http://idmanagement.gov/ns/assurance/ial/1' };
    await visit.share(raw.authorizationUrl({ scope: 'openid email', ...asked }));
    const other = createRawAgency(house, lantern);
    await visit.share(other.authorizationUrl({ scope: 'openid email', acr_values: twoFactor }));
    const back = await visit.browser.send(raw.authorizationUrl({ ...silent, ...asked }));
    expect(await levelIn(raw, back.headers.get('location') ?? '')).toBe(asked.acr_values);
  });
});
