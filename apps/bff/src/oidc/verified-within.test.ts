import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts } from '../db/schema.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { issueCredential, present, sealRelease } from '../testing/holder.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';
import { withinDays } from './verified-within.ts';

// AGENCY-31: a client of Login.gov may ask that its people were verified within a time.

const day = 24 * 60 * 60_000;
const verified = 'urn:acr.login.gov:verified';
const whateverIsSo = 'http://idmanagement.gov/ns/assurance/ial/0';
let house: House;
let certified: TestAgency;
let plain: TestAgency;
beforeAll(async () => {
  const claims = ['email', 'given_name'] as const;
  const entry = { profile: 'login.gov' } as const;
  certified = await testAgency('certified', { claims, algorithm: 'RS256', entry });
  plain = await testAgency('plain', { claims });
  house = await openHouse([certified, plain]);
});
afterAll(() => house.close());

async function asked(
  within: string | undefined,
  { proved = 0, acr = verified, scope = 'openid profile:name', agency = certified } = {},
) {
  const provedAt = Number.isFinite(proved) ? house.bff.now() - proved * day : null;
  const accountId = house.signUp(`${crypto.randomUUID()}@example.test`, provedAt);
  const visit = await createVisit(house, accountId);
  const raw = createRawAgency(house, agency);
  const changes = { scope, acr_values: acr, verified_within: within };
  return { accountId, visit, raw, changes, url: raw.authorizationUrl(changes) };
}

test.each([
  ['30d', 30],
  ['8w', 56],
  ['6m', 180],
  ['1y', 365],
  ['29d', undefined],
  ['4w', undefined],
  ['0y', undefined],
  ['30', undefined],
  ['1h', undefined],
  ['-60d', undefined],
  ['60 d', undefined],
  ['99999d', undefined],
])('%s is %s days (AGENCY-31)', (text, days) => {
  expect(withinDays(text)).toBe(days);
});

test('what is no such time is refused, and of another client’s left aside (AGENCY-31)', async () => {
  const { visit, url, raw, changes } = await asked('10d');
  const location = (await visit.browser.send(url)).headers.get('location') ?? '';
  const told = new URL(location).searchParams;
  expect(told.get('error')).toBe('invalid_request');
  expect(told.get('error_description')).toMatch(/^verified_within must be like 30d/);
  expect((await raw.push(changes)).status).toBe(400);
  const other = await asked('10d', { agency: plain, proved: 300 });
  const uid = await other.visit.login(await other.visit.arrive(other.url));
  expect((await other.visit.details(uid)).proveAnew).toBe(false);
});

test.each([
  ['30d', 29, false],
  ['30d', 31, true],
  ['6m', 179, false],
  ['6m', 181, true],
  [undefined, 300, false],
])('%s, of what was proved %i days ago: anew %s (AGENCY-31)', async (within, proved, anew) => {
  const { visit, url, accountId } = await asked(within, { proved, scope: 'openid' });
  const uid = await visit.login(await visit.arrive(url));
  const yes = async () =>
    (await visit.browser.post(`/interaction/${uid}/api/consent`, { claims: [] })).status;
  expect((await visit.details(uid)).proveAnew).toBe(anew);
  expect(await yes()).toBe(anew ? 422 : 200);
  if (!anew) return;
  house.bff.db
    .update(accounts)
    .set({ verifiedAt: house.bff.now() })
    .where(eq(accounts.id, accountId))
    .run();
  expect((await visit.details(uid)).proveAnew).toBe(false);
  expect(await yes()).toBe(200);
});

test('who never proved who they are has nothing to prove anew, nor has whose proof is over (AGENCY-31)', async () => {
  const anew = async (proved: number) => {
    const { visit, url } = await asked('30d', { proved });
    return (await visit.details(await visit.arrive(url))).proveAnew;
  };
  expect(await anew(31)).toBe(true);
  for (const proved of [Infinity, 5_000]) expect(await anew(proved)).toBe(false);
});

test('an earlier yes does not answer for what is too old now (AGENCY-31)', async () => {
  const { visit, raw, changes } = await asked(undefined, { proved: 40, scope: 'openid email' });
  await visit.share(raw.authorizationUrl(changes));
  const silently = async (within: string) => {
    const url = raw.authorizationUrl({ ...changes, verified_within: within, prompt: 'none' });
    return (await visit.browser.send(url)).headers.get('location');
  };
  expect(await silently('60d')).toContain('code=');
  expect(await silently('30d')).toContain('error=consent_required');
});

test('who takes whatever is so is told nothing of what is too old (AGENCY-31)', async () => {
  const of = async (proved: number) => {
    const { visit, url } = await asked('30d', { proved, acr: whateverIsSo });
    return (await visit.details(await visit.login(await visit.arrive(url)))).requestedClaims;
  };
  expect(await of(20)).toEqual(['given_name']);
  expect(await of(40)).toEqual([]);
});

test.each([
  ['the day before it was proved anew', 1, 'credential_expired'],
  ['the day on which it was proved', 0, undefined],
])('a copy of %s (AGENCY-31, PROOF-12)', async (_what, daysBefore, fault) => {
  const { visit, raw, accountId, url } = await asked('30d', { proved: 3 });
  const uid = await visit.login(await visit.arrive(url));
  const details = await visit.details(uid);
  const provedOn = Math.floor(house.bff.now() / day) - 3;
  const issued = await issueCredential({
    issuer: house.issuer,
    accountId,
    signingKey: house.proofing.privateKey,
    holderKey: visit.holder.jwk,
    status: house.status(accountId),
    open: { iat: ((provedOn - daysBefore) * day) / 1000 },
  });
  const presentation = await present(issued, {
    disclose: [...details.requestedClaims, 'account'],
    holder: visit.holder.privateKey,
    ...details.keyBinding,
  });
  const sealed = await sealRelease(presentation);
  const location = await visit.consent(uid, details.requestedClaims, sealed);
  const before = house.recorded('release.rejected').length;
  const answer = await raw.redeem(new URL(location).searchParams.get('code') ?? '');
  expect(answer.status).toBe(fault === undefined ? 200 : 400);
  expect(house.recorded('release.rejected').slice(before)).toMatchObject(
    fault === undefined ? [] : [{ reason: fault }],
  );
});
