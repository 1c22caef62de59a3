import { eq } from 'drizzle-orm';
import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { suspendIdentity } from '../credential-status/change-status.ts';
import type { Db } from '../db/open.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import { shutOut } from '../session/shut-out.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';
import { oidcRows } from './schema.ts';

let house: House;
let strict: TestAgency;
beforeAll(async () => {
  strict = await testAgency('strict', { claims: ['email'], entry: { profile: 'fapi2' } });
  house = await openHouse([strict]);
});
afterAll(() => house.close());

test('a proof that two processes saw for the first time opens userinfo once (AGENCY-32)', async () => {
  const raw = createRawAgency(house, strict);
  const own = await generateKeyPair('ES256');
  const visit = await createVisit(house, house.signUp('once@example.test'));
  const location = await visit.share(await raw.pushed({ scope: 'openid email' }));
  const code = new URL(location).searchParams.get('code') ?? '';
  const redeemed = await raw.redeem(code, {}, { dpop: await raw.dpop(own) });
  const { access_token: token } = (await redeemed.json()) as { access_token: string };
  const place = { htm: 'GET', htu: raw.endpoint('userinfo') };
  const dpop = await raw.dpop(own, place, {}, token);

  // As with two processes on one database: each looks before the other wrote.
  const look = vi.spyOn(house.provider.engine.ReplayDetection, 'find').mockResolvedValue(undefined);
  const ask = () => raw.userinfo({ authorization: `DPoP ${token}`, dpop });
  const [first, second] = [await ask(), await ask()];
  expect([look.mock.calls.length, first.status, second.status]).toEqual([2, 200, 401]);
  expect(await second.json()).toMatchObject({ error: 'invalid_token' });
  look.mockRestore();
});

test.each([
  ['of now', 0],
  ['dated as far ahead as it may be', 59],
])(
  'a proof %s opens userinfo once, as long as anybody looks at its date (AGENCY-32, RFC 9449 §11.1)',
  async (_which, ahead) => {
    const raw = createRawAgency(house, strict);
    const own = await generateKeyPair('ES256');
    const visit = await createVisit(house, house.signUp(`ahead-${ahead}@example.test`));
    const location = await visit.share(await raw.pushed({ scope: 'openid email' }));
    const code = new URL(location).searchParams.get('code') ?? '';
    const redeemed = await raw.redeem(code, {}, { dpop: await raw.dpop(own) });
    const { access_token: token } = (await redeemed.json()) as { access_token: string };
    const began = Date.now();
    const iat = Math.floor(began / 1_000) + ahead;
    const place = { htm: 'GET', htu: raw.endpoint('userinfo') };
    const dpop = await raw.dpop(own, { ...place, iat }, {}, token);
    const statuses: number[] = [];
    for (const seconds of [0, 299, 300, 330, 359]) {
      vi.useFakeTimers({ toFake: ['Date'], now: began + seconds * 1_000 });
      sweepExpired(house.bff);
      const answer = await raw.userinfo({ authorization: `DPoP ${token}`, dpop });
      statuses.push(answer.status);
    }
    vi.useRealTimers();
    expect(statuses).toEqual([200, 401, 401, 401, 401]);
  },
);

test('an assertion may end within a second, and counts once all the same (RFC 7519 §2, AGENCY-32)', async () => {
  const raw = createRawAgency(house, strict);
  const assertion = await raw.assertion({ exp: Math.floor(Date.now() / 1_000) + 60.123_456 });
  const push = async () => (await raw.push({ client_assertion: assertion })).status;
  expect([await push(), await push()]).toEqual([201, 401]);
});

const keptPushed = () =>
  house.bff.db
    .select({ idHash: oidcRows.idHash })
    .from(oidcRows)
    .where(eq(oidcRows.model, 'PushedAuthorizationRequest'))
    .all();

describe('a pushed request that was opened in two tabs gives one code (RFC 9126 §4)', () => {
  const outcomeOf = (location: string) => {
    const { searchParams } = new URL(location);
    return searchParams.has('code') ? 'code' : searchParams.get('error');
  };
  const inTwoTabs = async (address: string) => {
    const raw = createRawAgency(house, strict);
    const visit = await createVisit(house, house.signUp(address));
    const url = await raw.pushed({ scope: 'openid email' });
    const first = await visit.login(await visit.arrive(url));
    const second = await visit.arrive(url);
    return { visit, url, first, second };
  };

  test.each([
    ['within its minute', 0],
    ['after it', 61_000],
    ['after hours, in which expired rows were taken away', 3 * 60 * 60_000],
  ])('answered %s', async (_when, ms) => {
    const { visit, url, first, second } = await inTwoTabs(`tabs-${ms}@example.test`);
    for (let waited = 0; waited < ms; waited += 600_000) {
      house.wait(Math.min(600_000, ms - waited));
      await visit.browser.post('/api/session/extend');
      sweepExpired(house.bff);
    }
    const outcomes = [await visit.yes(first), await visit.yes(second)].map(outcomeOf);
    expect(outcomes).toEqual(['code', 'invalid_request_uri']);
    const again = await visit.browser.send(url);
    expect(await again.text()).toContain('<code>invalid_request_uri</code>');
  });

  test('also where two processes look before the other wrote', async () => {
    const { visit, first, second } = await inTwoTabs('tabs-at-once@example.test');
    const { PushedAuthorizationRequest: pushed } = house.provider.engine;
    const find = pushed.find.bind(pushed);
    const seen: Awaited<ReturnType<typeof find>>[] = [];
    const look = vi.spyOn(pushed, 'find').mockImplementation(async (...asked) => {
      seen.push(await find(...asked));
      return seen[0];
    });
    const outcomes = [await visit.yes(first), await visit.yes(second)].map(outcomeOf);
    look.mockRestore();
    expect([seen.length, ...outcomes]).toEqual([2, 'code', 'invalid_request_uri']);
  });

  test('also where both are a newcomer’s, who has a day for the link in the mail', async () => {
    const raw = createRawAgency(house, strict);
    const url = await raw.pushed({ scope: 'openid email' });
    const browser = createBrowser(house.issuer);
    const uids: string[] = [];
    for (const at of [1, 2]) {
      const arrived = await browser.send(url);
      const interaction = (arrived.headers.get('location') ?? '').split('/').at(-1) ?? '';
      await browser.post('/api/sign-up', { email: `tab-${at}@example.test`, interaction });
      uids.push(interaction);
    }
    house.wait(23 * 60 * 60_000);
    sweepExpired(house.bff);
    const visit = await createVisit(house, house.signUp('tab-1@example.test'), browser);
    const outcomes: (string | null)[] = [];
    for (const uid of uids) outcomes.push(outcomeOf(await visit.yes(await visit.login(uid))));
    expect(outcomes).toEqual(['code', 'invalid_request_uri']);
  });

  test.each([
    ['suspended', (tx: Db, of: AccountId) => suspendIdentity(house.bff, tx, of, 'death')],
    ['disowned', (tx: Db, of: AccountId) => shutOut(house.bff, tx, of)],
  ])(
    'also where whoever had it was %s before the other tab, of somebody else, was answered',
    async (what, happens) => {
      const { visit, url, first } = await inTwoTabs(`owner-${what}@example.test`);
      const other = await createVisit(house, house.signUp(`other-${what}@example.test`));
      const theirs = await other.login(await other.arrive(url));
      expect(outcomeOf(await visit.yes(first))).toBe('code');
      house.bff.db.transaction((tx) => happens(tx as unknown as Db, visit.accountId));
      expect(outcomeOf(await other.yes(theirs))).toBe('invalid_request_uri');
    },
  );

  test('and what was pushed is gone after its minute, so that nobody stays named in it', async () => {
    const { visit, first } = await inTwoTabs('named@example.test');
    house.wait(61_000);
    sweepExpired(house.bff);
    expect(keptPushed()).toEqual([]);
    expect(outcomeOf(await visit.yes(first))).toBe('code');
  });

  test('and begins nothing after its minute, however long it is known', async () => {
    const { visit, url, first } = await inTwoTabs('too-old@example.test');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    const again = await visit.browser.send(url);
    vi.useRealTimers();
    expect(await again.text()).toContain('<code>invalid_request_uri</code>');
    expect(outcomeOf(await visit.yes(first))).toBe('code');
  });
});
