import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { useOne } from '../limits/count.ts';
import { limitTable } from '../limits/limits.ts';
import { rowHash } from '../oidc/row-hash.ts';
import { connectionGrants, oidcRows, releases } from '../oidc/schema.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { sealRelease } from '../testing/holder.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createClient, createVisit } from '../testing/visit.ts';

// AGENCY-51: what somebody who is signed in can leave by saying yes is bounded, too.

let house: House;
let harbor: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', {
    claims: ['given_name', 'family_name'],
    optional: ['given_name', 'family_name'],
  });
  house = await openHouse([harbor]);
});
afterAll(() => house.close());

async function asked(address: string) {
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, house.signUp(address));
  const uid = await visit.login(await visit.arrive(client.authorizationUrl('openid profile')));
  const details = await visit.details(uid);
  const sayYes = async () => {
    const sealed = await sealRelease(await visit.presentation(details));
    const body = { claims: details.requestedClaims, release: sealed.release };
    return { sealed, answer: await visit.browser.post(`/interaction/${uid}/api/consent`, body) };
  };
  const { db } = house.bff;
  const kept = () => ({
    grants: db
      .select()
      .from(connectionGrants)
      .where(eq(connectionGrants.accountId, visit.accountId))
      .all().length,
    ofEngine: db.select().from(oidcRows).where(eq(oidcRows.model, 'Grant')).all().length,
    releases: db.select().from(releases).all().length,
  });
  const noted = () =>
    house
      .recorded('consent.granted')
      .filter((one) => (one as { accountId?: string }).accountId === visit.accountId).length;
  return { client, visit, uid, sayYes, kept, noted };
}

test('a yes that is said again to one question takes the place of the one before, and of its release and record (AGENCY-51)', async () => {
  const { client, visit, sayYes, kept, noted } = await asked('again-and-again@example.test');
  const before = kept();
  await sayYes();
  await sayYes();
  const { sealed, answer } = await sayYes();
  expect(kept()).toEqual({
    grants: before.grants + 1,
    ofEngine: before.ofEngine + 1,
    releases: before.releases + 1,
  });
  expect(noted()).toBe(1);
  const location = new URL(await visit.goOn(answer));
  location.searchParams.set('code', `${location.searchParams.get('code')}~${sealed.releaseKey}`);
  const { access_token: token } = await client.redeem(location.href);
  expect(await (await client.rawUserinfo(token)).json()).toHaveProperty('given_name');
});

test('one that comes once the answer was fetched takes nothing back (AGENCY-51)', async () => {
  const { uid, sayYes, kept } = await asked('fetched@example.test');
  expect((await sayYes()).answer.status).toBe(200);
  const [before, idHash] = [kept(), rowHash.id('Interaction', uid)];
  // As where the path that goes on is taken while another yes is looked at.
  const look = vi
    .spyOn(house.provider.engine.Grant.prototype, 'addOIDCScope')
    .mockImplementationOnce(() => {
      house.bff.db.delete(oidcRows).where(eq(oidcRows.idHash, idHash)).run();
    });
  const late = await sayYes();
  expect(look).toHaveBeenCalled();
  look.mockRestore();
  expect(await late.answer.json()).toMatchObject({ code: 'interaction_gone' });
  expect(kept()).toEqual(before);
});

test('one of other claims is on record as well (AGENCY-51)', async () => {
  const { visit, uid, noted, sayYes } = await asked('otherwise@example.test');
  const without = await visit.browser.post(`/interaction/${uid}/api/consent`, { claims: [] });
  expect(without.status).toBe(200);
  await sayYes();
  expect(noted()).toBe(2);
});

test('whoever says yes too often waits, and nobody else (AGENCY-51)', async () => {
  const [often, calm] = [await asked('too-often@example.test'), await asked('calm@example.test')];
  const { bff } = house;
  const counting = { key: bff.keys.secret('limitSubjects'), now: bff.now() };
  bff.db.transaction((db) => {
    for (let times = 1; times < limitTable['consent-given'].most; times += 1)
      useOne({ ...counting, db }, 'consent-given', often.visit.accountId);
  });
  expect((await often.sayYes()).answer.status).toBe(200);
  const before = often.kept();
  const { answer } = await often.sayYes();
  expect([answer.status, await answer.json()]).toMatchObject([429, { code: 'too_many_attempts' }]);
  expect([often.kept(), often.noted()]).toEqual([before, 1]);
  expect((await calm.sayYes()).answer.status).toBe(200);
});
