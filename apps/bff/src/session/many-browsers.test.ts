import { afterAll, beforeAll, expect, test } from 'vitest';
import { devices } from '../db/schema.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const password = 'a quiet harbor before seven';
/** As many as somebody makes known within a day who signs in by a passkey of theirs again and again, without cookies. */
const browsers = 2_000;
let house: House;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** An account whose owner was told of a browser that was not theirs, and that is known in very many. */
async function flooded(): Promise<{ readonly owner: TestCitizen; readonly link: string }> {
  house.wait(60_000);
  const owner = createCitizen(house, `flooded-${(count += 1)}@example.test`);
  const { secret, stored } = await owner.signUp(password);
  house.wait(60_000);
  const thief = createCitizen(house, owner.email);
  await thief.provePassword(password);
  expect((await thief.giveCode(secret)).status).toBe(200);
  const at = house.bff.now();
  house.bff.db.transaction((tx) => {
    for (let nth = 0; nth < browsers; nth += 1)
      tx.insert(devices)
        .values({
          tokenHash: tokenHash(`${owner.email} ${nth}`),
          accountId: stored.accountId as never,
          client: { browser: 'other', version: null, device: 'computer' },
          firstUsedAt: at,
          lastUsedAt: at,
        })
        .run();
  });
  await owner.unlock(password);
  return { owner, link: await house.tokenTo(owner.email, 'new-device') };
}

const known = () => house.bff.db.select().from(devices).all().length;

test('however many browsers a thief made known, “this wasn’t me” shuts all of them out (AUTH-22)', async () => {
  const { owner, link } = await flooded();
  expect((await owner.ask('disavowSignIn', { token: link })).status).toBe(200);
  expect((await owner.ask('readSession', {})).value.stage).toBe('none');
  expect(known()).toBe(0);
});

test('so does the deletion of the list of what was recorded (AUTH-13), and of the account (AUTH-12)', async () => {
  const { owner } = await flooded();
  expect((await owner.ask('deleteActivity', {})).status).toBe(200);
  expect(known()).toBe(1);
  const other = await flooded();
  expect((await other.owner.ask('deleteAccount', {})).status).toBe(200);
  expect(known()).toBe(1);
});

test('and all that were not used for a year are forgotten at once, with whatever else is swept (AUTH-13)', async () => {
  await flooded();
  house.wait(366 * 24 * 60 * 60_000);
  sweepExpired(house.bff);
  expect(known()).toBe(0);
});
