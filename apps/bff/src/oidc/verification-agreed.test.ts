import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClaimName } from '@signet/contracts/claims';
import type { AccountId } from '@signet/contracts/ids';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { sealRelease } from '../testing/holder.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';

let house: House;
let narrow: TestAgency;
let dated: TestAgency;
let whole: TestAgency;
let named: TestAgency;
let accountId: AccountId;
beforeAll(async () => {
  narrow = await testAgency('narrow', { claims: ['given_name'] });
  dated = await testAgency('dated', {
    claims: ['given_name', 'verified_at'],
    optional: ['verified_at'],
  });
  whole = await testAgency('whole', { claims: ['given_name', 'verified_at', 'evidence'] });
  const halves = ['given_name', 'family_name'] as const;
  named = await testAgency('named', { claims: halves, optional: ['given_name'] });
  house = await openHouse([narrow, dated, whole, named]);
  accountId = house.signUp('verified@example.test');
});
afterAll(() => house.close());

const verification = {
  trust_framework: null,
  assurance_level: null,
  assurance_process: null,
  time: null,
  evidence: [{ type: null, check_details: null }],
};

async function told(agency: TestAgency, asked: object = verification, withheld?: string[]) {
  const raw = createRawAgency(house, agency);
  const claims = JSON.stringify({
    userinfo: { verified_claims: { verification: asked, claims: { given_name: null } } },
  });
  const visit = await createVisit(house, accountId);
  const address = raw.authorizationUrl({ scope: 'openid', claims });
  const location = await visit.share(address, withheld);
  const code = new URL(location).searchParams.get('code') ?? '';
  const { access_token: token } = (await (await raw.redeem(code)).json()) as {
    access_token: string;
  };
  const answer = await raw.userinfo({ authorization: `Bearer ${token}` });
  return (await answer.json()) as {
    verified_claims?: { verification: Record<string, unknown>; claims: object };
  };
}

/** What comes of a yes to these. */
async function answer(agency: TestAgency, asked: object, agreed: readonly ClaimName[]) {
  const verified = { verification: asked, claims: { given_name: null } };
  const claims = JSON.stringify({ userinfo: { verified_claims: verified } });
  const visit = await createVisit(house, accountId);
  const address = createRawAgency(house, agency).authorizationUrl({ scope: 'openid', claims });
  const uid = await visit.login(await visit.arrive(address));
  const details = { ...(await visit.details(uid)), requestedClaims: [...agreed] };
  const { release } = await sealRelease(await visit.presentation(details));
  const body = { claims: agreed, release };
  const response = await visit.browser.post(`/interaction/${uid}/api/consent`, body);
  const { code = response.status } = (await response.json()) as { code?: string };
  return code;
}

test.each([
  ['half of a name whose other half was not registered', () => narrow, 'openid', { name: null }],
  ['half of a name whose other half was withheld', () => named, 'openid', { name: null }],
  ['what is named with no request', () => narrow, 'openid profile:name', { given_name: 5 }],
])(
  'nobody must agree to what is not delivered: %s (AGENCY-30)',
  async (_what, agency, scope, userinfo) => {
    const visit = await createVisit(house, accountId);
    const raw = createRawAgency(house, agency());
    const url = raw.authorizationUrl({ scope, claims: JSON.stringify({ userinfo }) });
    const uid = await visit.login(await visit.arrive(url));
    const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, { claims: [] });
    expect(answer.status).toBe(200);
  },
);

const trimmed = (agency: TestAgency) =>
  (house.recorded('agency.request-trimmed') as readonly Record<string, unknown>[])
    .filter((one) => one['clientId'] === agency.clientId)
    .at(-1)?.['claims'];

describe('when and by what a person was verified, in a `verification` as anywhere (AGENCY-8, AGENCY-30)', () => {
  test('goes to no agency that did not register it, under any name, and that it asked is recorded', async () => {
    const userinfo = await told(narrow);
    expect(Object.keys(userinfo.verified_claims?.verification ?? {}).toSorted()).toEqual([
      'assurance_level',
      'assurance_process',
      'trust_framework',
    ]);
    expect(userinfo.verified_claims?.claims).toHaveProperty('given_name');
    expect(JSON.stringify(userinfo)).not.toMatch(/verified_at|state_id|vri/);
    expect(trimmed(narrow)).toBe('verified_at evidence');
  });

  test('nor as a condition that answers whether it is so, and what it would open is not taken', async () => {
    const young = { time: { max_age: 400 * 86_400 } };
    expect(await answer(narrow, young, ['given_name'])).toBe('release_not_accepted');
    expect(await told(narrow, young, ['given_name'])).not.toHaveProperty('verified_claims');
  });

  test('goes where it is registered and agreed to, each by itself', async () => {
    expect((await told(dated)).verified_claims?.verification).toHaveProperty('time');
    expect(trimmed(dated)).toBe('evidence');
    expect((await told(whole)).verified_claims?.verification).toMatchObject({
      time: expect.stringMatching(/^20.*Z$/),
      evidence: [{ type: 'document', check_details: expect.any(Array) }],
    });
    expect(trimmed(whole)).toBeUndefined();
  });

  test('and where one must show the day and the person withheld it, nothing is recorded as shared that would not be delivered', async () => {
    const before = house.recorded('consent.granted').length;
    const young = { time: { max_age: 400 * 86_400 } };
    expect(await answer(dated, young, ['given_name'])).toBe('release_not_accepted');
    expect(await answer(dated, young, ['verified_at'])).toBe('release_not_accepted');
    expect(house.recorded('consent.granted')).toHaveLength(before);
    expect(await answer(dated, young, ['given_name', 'verified_at'])).toBe(200);
    expect(house.recorded('consent.granted').at(-1)).toMatchObject({
      claims: 'given_name verified_at',
    });
  });

  test('and stays here where the person did not agree to it', async () => {
    const { verified_claims: answered } = await told(dated, verification, ['verified_at']);
    expect(answered?.claims).toHaveProperty('given_name');
    expect(answered?.verification).not.toHaveProperty('time');
  });
});
