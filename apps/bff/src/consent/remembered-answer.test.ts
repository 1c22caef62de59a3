import { afterAll, beforeAll, expect, test } from 'vitest';
import { idleMs } from '../http/session.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';

// AGENCY-40: what an answer that is remembered is good for.

let house: House;
let harbor: TestAgency;
let beacon: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['email', 'all_emails'] });
  beacon = await testAgency('beacon', { claims: ['email'], optional: ['email'] });
  house = await openHouse([harbor, beacon]);
});
afterAll(() => house.close());

test('it takes one press again within the same sign-in, where something of the person is told (AGENCY-40)', async () => {
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, house.signUp('again@example.test'));
  const url = client.authorizationUrl('openid email');
  const uid = await visit.login(await visit.arrive(url));
  await client.redeem(await visit.consent(uid, ['email']));
  const again = await visit.arrive(url);
  expect(await visit.details(again)).toMatchObject({
    prompt: 'consent',
    requestedClaims: ['email'],
  });
  await client.redeem(await visit.consent(again, ['email']));
});

test('it does not stand against a "no" that was said since in another browser (AGENCY-40)', async () => {
  const own = house.signUp('elsewhere@example.test');
  const client = await createClient(house, beacon);
  const url = client.authorizationUrl('openid email');
  const [here, there] = [await createVisit(house, own), await createVisit(house, own)];
  const silently = async () =>
    (await here.browser.send(`${url}&prompt=none`)).headers.get('location') ?? '';
  await client.redeem(await here.share(url));
  expect(await silently()).toContain('code=');
  await client.redeem(await there.share(url, ['email']));
  expect(await silently()).toContain('error=consent_required');
});

test.each([
  'this browser',
  'another browser',
  'another browser, where nobody was for too long',
] as const)(
  'it does not stand against a "no" to the whole question that was said since in %s (AGENCY-40)',
  async (which) => {
    const own = house.signUp(`no-in-${which.replaceAll(/\W/g, '-')}@example.test`);
    const client = await createClient(house, harbor);
    const url = client.authorizationUrl('openid email');
    const [here, there] = [await createVisit(house, own), await createVisit(house, own)];
    const silently = async () =>
      (await here.browser.send(`${url}&prompt=none`)).headers.get('location') ?? '';
    await client.redeem(await here.share(url));
    const isHere = which === 'this browser';
    const uid = isHere ? await here.arrive(url) : await there.login(await there.arrive(url));
    const { browser } = isHere ? here : there;
    const goes = which.endsWith('too long') ? idleMs * 0.6 : 0;
    for (const ms of [goes, goes]) {
      house.wait(ms);
      await here.browser.post('/api/session/extend');
    }
    expect(await silently()).toContain('code=');
    expect((await browser.post(`/interaction/${uid}/api/refuse`)).status).toBe(200);
    expect(await silently()).toContain('error=consent_required');
    expect(house.recorded('consent.refused').at(-1)).toEqual({
      accountId: own,
      clientId: harbor.clientId,
    });
  },
);

test('one that answers without a page is on record: what was told, and when (AGENCY-40)', async () => {
  const own = house.signUp('silent@example.test');
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, own);
  const url = client.authorizationUrl('openid email');
  await client.redeem(await visit.share(url));
  const stood = async () => {
    const answer = await visit.browser.send('/api/account/connections');
    const { connections } = (await answer.json()) as { connections: { stoodAt: string }[] };
    return connections[0]?.stoodAt;
  };
  const before = house.recorded('consent.stood').length;
  expect(await stood()).toBeNull();
  // What is not answered is no answer.
  const more = client.authorizationUrl('openid email all_emails', { prompt: 'none' });
  await visit.browser.send(more);
  expect(await stood()).toBeNull();
  const { headers } = await visit.browser.send(`${url}&prompt=none`);
  expect(headers.get('location')).toContain('code=');
  expect(await stood()).toMatch(/^2\d{3}-/);
  expect(house.recorded('consent.stood').slice(before)).toEqual([
    { accountId: own, clientId: harbor.clientId, claims: 'email' },
  ]);
  const activity = await visit.browser.send('/api/account/activity');
  expect(await activity.text()).toContain('consent.stood');
});
