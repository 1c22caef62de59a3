import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startSession } from '../http/session.ts';
import { addAddress } from '../testing/add-address.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser, type Browser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';
import { createAdapter } from './adapter.ts';
import { createDueWrites } from './due-writes.ts';
import { connectionGrants, oidcRows, releases } from './schema.ts';

// What is deleted while a request is answered is not written back by the answer.

let house: House;
let harbor: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['given_name', 'email'] });
  house = await openHouse([harbor]);
});
afterAll(() => house.close());

let visit: Awaited<ReturnType<typeof createVisit>>;
let raw: ReturnType<typeof createRawAgency>;
let elsewhere: Browser;
beforeEach(async () => {
  const accountId = house.signUp(`${crypto.randomUUID()}@example.test`, house.bff.now());
  visit = await createVisit(house, accountId);
  raw = createRawAgency(house, harbor);
  elsewhere = createBrowser(house.issuer);
  const now = house.bff.now();
  const begin = { stage: 'signed-in', accountId, signUpId: null, methods: 'pwd hwk' } as const;
  elsewhere.keep(
    startSession(house.bff.db, now, { ...begin, secretProvedAt: now }, undefined).cookie,
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  house.bff.db.delete(oidcRows).run();
  house.bff.db.delete(connectionGrants).run();
});

/** Somebody whose session is gone has one of nobody's. */
const left = () => ({
  rows: house.bff.db
    .select()
    .from(oidcRows)
    .all()
    .filter(({ model, ownerDigest }) => model !== 'Session' || ownerDigest !== null)
    .map(({ model }) => model),
  grants: house.bff.db.select().from(connectionGrants).all().length,
  releases: house.bff.db.select().from(releases).all().length,
});
const nothing = { rows: [], grants: 0, releases: 0 };

const codeIn = (location: string | null) => new URL(location ?? '').searchParams.get('code') ?? '';
const agreed = async (scope: string) => codeIn(await visit.share(raw.authorizationUrl({ scope })));

/** Deletes the account, or what else, just before the engine writes the first one of these. */
function deletedBefore(
  model: 'Session' | 'Grant' | 'Interaction' | 'AuthorizationCode' | 'AccessToken',
  deletes = () => elsewhere.post('/api/account/delete', {}),
) {
  const { prototype } = house.provider.engine[model] as {
    readonly prototype: { save: (...how: unknown[]) => Promise<unknown> };
  };
  const { save } = prototype;
  const deleted: number[] = [];
  vi.spyOn(prototype, 'save').mockImplementation(async function saveLate(this: unknown, ...how) {
    if (deleted.length === 0) {
      deleted.push(0);
      deleted.push((await deletes()).status);
    }
    return save.apply(this, how);
  });
  return () => deleted.at(-1);
}

test.each(['Session', 'AuthorizationCode'] as const)(
  'a silent visit whose account is deleted meanwhile writes no %s (AUTH-12)',
  async (model) => {
    await agreed('openid email');
    const status = deletedBefore(model);
    await visit.browser.send(raw.authorizationUrl({ scope: 'openid email', prompt: 'none' }));
    expect(status()).toBe(200);
    expect(left()).toEqual(nothing);
  },
);

test('of a pushed request, which is known for as long as what it began and may say who somebody is, nothing stays once its person’s account is deleted (AUTH-12)', async () => {
  const pushed = { scope: 'openid email', login_hint: 'pushed-hint@example.test' };
  await visit.login(await visit.arrive(await raw.pushed(pushed)));
  expect((await elsewhere.post('/api/account/delete', {})).status).toBe(200);
  expect(left()).toEqual(nothing);
});

test.each(['Grant', 'Interaction', 'Session'] as const)(
  'a yes whose account is deleted meanwhile writes no %s (AUTH-12)',
  async (model) => {
    const uid = await visit.login(
      await visit.arrive(raw.authorizationUrl({ scope: 'openid email' })),
    );
    const body = { claims: ['email'], ...(await visit.addresses(['email'])) };
    const status = deletedBefore(model);
    const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, body);
    if (answer.ok) await visit.goOn(answer);
    expect(status()).toBe(200);
    expect(left()).toEqual(nothing);
  },
);

test('a yes whose address is removed meanwhile is answered, and no address goes by it (AGENCY-50)', async () => {
  await agreed('openid email');
  const uid = await visit.arrive(raw.authorizationUrl({ scope: 'openid email' }));
  const emailId = addAddress(house, visit.accountId, `${crypto.randomUUID()}@example.test`, 1);
  const said = await visit.browser.post(`/interaction/${uid}/api/consent`, {
    claims: ['email'],
    emailId,
  });
  const status = deletedBefore('AuthorizationCode', () =>
    elsewhere.post('/api/account/emails/remove', { id: emailId }),
  );
  const answer = await raw.redeem(codeIn(await visit.goOn(said)));
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  const userinfo = await raw.userinfo({ authorization: `Bearer ${token}` });
  expect([status(), userinfo.status]).toEqual([200, 200]);
  expect(await userinfo.json()).not.toHaveProperty('email');
});

test('a redemption whose account is deleted meanwhile writes no token (AUTH-12)', async () => {
  const code = await agreed('openid profile:name email');
  const status = deletedBefore('AccessToken');
  const answer = await raw.redeem(code);
  expect([status(), answer.status]).toEqual([200, 400]);
  expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  expect(left()).toEqual(nothing);
});

test.each(['Session', 'Grant', 'Interaction', 'AuthorizationCode'])(
  '%s is written at once, so that nothing that ends it comes between (AUTH-12)',
  (model) => {
    const { bff } = house;
    const adapter = createAdapter({
      ...bff,
      releaseKeyPresented: () => undefined,
      dueWrites: createDueWrites(bff.db),
      withAccessToken: () => () => undefined,
    })(model);
    void adapter.upsert('an-id', { accountId: visit.accountId }, 60);
    expect(left().rows).toEqual([model]);
  },
);
