import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recoveryLoginProof } from '@signet/vault';
import { eq } from 'drizzle-orm';
import { accounts, authenticators, sessions } from '../db/schema.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';
import { connectionGrants } from './schema.ts';

let house: House;
let harbor: TestAgency;

beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['email'] });
  house = await openHouse([harbor]);
});
afterAll(() => house.close());

/** Somebody who shared with the agency, and would share again without being asked. */
async function whoShared(email: string) {
  const owner = createCitizen(house, email);
  const account = await owner.signUp('a quiet harbor before seven');
  const visit = await createVisit(house, account.open.accountId as never);
  const client = await createClient(house, harbor);
  const tokens = await client.redeem(await visit.share(client.authorizationUrl('openid email')));
  const answer = async () => {
    const again = await createClient(house, harbor);
    const url = again.authorizationUrl('openid email', { prompt: 'none' });
    const location = (await visit.browser.send(url)).headers.get('location') ?? '';
    return Object.fromEntries(new URL(location).searchParams);
  };
  expect(await answer()).toHaveProperty('code');
  return { ...account, owner, visit, accountId: account.open.accountId, client, tokens, answer };
}

test('once the recovery key was used, an earlier consent shares nothing until there are a new password and key (AUTH-10)', async () => {
  const { accountId, recoveryKey, client, tokens, answer } = await whoShared('one@example.test');
  const anyone = createCitizen(house, 'one@example.test');
  const { value } = await anyone.ask('beginRecovery', { email: anyone.email });
  const proof = Buffer.from(await recoveryLoginProof(accountId, recoveryKey));
  const { attemptId } = value;
  await anyone.ask('finishRecovery', { attemptId, proof: proof.toString('base64url') });
  expect(await answer()).toMatchObject({ error: 'login_required' });
  // What was shared before was shared: its token lives on until it ends.
  expect((await client.rawUserinfo(tokens.access_token)).status).toBe(200);
  const set = (values: Partial<typeof accounts.$inferInsert>) =>
    house.bff.db
      .update(accounts)
      .set(values)
      .where(eq(accounts.id, accountId as never))
      .run();
  set({ passwordChangeDue: false });
  expect(await answer()).toMatchObject({ error: 'login_required' });
});

test('while a new password is due, an earlier consent shares nothing (AUTH-22)', async () => {
  const { accountId, answer } = await whoShared('two@example.test');
  house.bff.db
    .update(accounts)
    .set({ passwordChangeDue: true })
    .where(eq(accounts.id, accountId as never))
    .run();
  expect(await answer()).toMatchObject({ error: 'login_required' });
});

test('a request that left before the token of a secret proved anew came is answered as those after it, and ends nothing (AGENCY-36, AUTH-8)', async () => {
  const { owner, visit, client, tokens, answer } = await whoShared('six@example.test');
  const before = `__Host-signet=${visit.browser.cookie('__Host-signet')}; Path=/`;
  owner.browser.keep(before);
  await owner.unlock('a quiet harbor before seven');
  const after = `__Host-signet=${owner.session()}; Path=/`;
  expect(after).not.toBe(before);
  for (const sent of [before, after, before]) {
    visit.browser.keep(sent);
    expect(await answer()).toHaveProperty('code');
    expect((await client.rawUserinfo(tokens.access_token)).status).toBe(200);
  }
  house.wait(10_000);
  expect(await answer()).toMatchObject({ error: 'login_required' });
});

describe('whoever used up their last backup code, and has no second step any more (AUTH-15)', () => {
  async function usedUp(email: string) {
    const person = await whoShared(email);
    const { db } = house.bff;
    const ofThem = eq(authenticators.accountId, person.accountId as never);
    db.delete(authenticators).where(ofThem).run();
    return person;
  }

  test('shares nothing under an earlier consent', async () => {
    const { answer } = await usedUp('three@example.test');
    expect(await answer()).toMatchObject({ error: 'login_required' });
  });

  test('completes no sign-in for an agency until there is another one', async () => {
    const { visit, client, owner } = await usedUp('four@example.test');
    const uid = await visit.arrive(client.authorizationUrl('openid email'));
    const refused = await visit.browser.post(`/interaction/${uid}/api/login`);
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { code: 'second_step_due' },
    ]);
    owner.browser.keep(house.signIn(visit.accountId));
    house.bff.db.update(sessions).set({ secretProvedAt: house.bff.now() }).run();
    await owner.addTotp();
    expect(await visit.login(uid)).toMatch(/^[\w-]+$/);
  });

  test('and consents to nothing that was asked before', async () => {
    const person = await whoShared('five@example.test');
    const { visit, client } = person;
    const url = client.authorizationUrl('openid email', { prompt: 'consent' });
    const uid = await visit.arrive(url);
    const { db } = house.bff;
    db.delete(authenticators)
      .where(eq(authenticators.accountId, person.accountId as never))
      .run();
    const before = db.select().from(connectionGrants).all();
    const body = { claims: ['email'], ...(await visit.addresses(['email'])) };
    const refused = await visit.browser.post(`/interaction/${uid}/api/consent`, body);
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { code: 'second_step_due' },
    ]);
    expect(db.select().from(connectionGrants).all()).toEqual(before);
  });
});
