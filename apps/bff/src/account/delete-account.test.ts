import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailIndex } from '../accounts.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const password = 'a quiet harbor before seven';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a deleted account leaves nothing behind, in the database or its log (AUTH-12)', async () => {
  const owner = createCitizen(house, 'leaving@example.test');
  const neighbour = createCitizen(house, 'staying@example.test');
  await neighbour.signUp(password);
  const { stored } = await owner.signUp(password);
  await owner.ask('startProofing', {});
  const traces = [
    stored.accountId,
    stored.manifest,
    ...stored.slots.map(({ sealed }) => sealed),
    ...stored.records.map(({ sealed }) => sealed),
    emailIndex(house.bff, owner.email),
  ];
  const found = () => traces.filter((trace) => house.bytesAtRest().includes(trace)).length;
  expect(found()).toBe(traces.length);

  await owner.unlock(password);
  expect((await owner.ask('deleteAccount', {})).status).toBe(200);
  expect(found()).toBe(0);
  expect((await owner.ask('readSession', {})).value.stage).toBe('none');
  expect((await owner.provePassword(password)).ke3?.status).toBe(401);
  expect((await house.lettersTo(owner.email)).at(-1)?.kind).toBe('account-deleted');
  expect((await neighbour.ask('readVault', {})).status).toBe(200);

  // The address is free again.
  await createCitizen(house, owner.email).signUp(password);
});

test('a session that did not prove the password lately deletes nothing (AUTH-11)', async () => {
  const owner = createCitizen(house, 'robbed@example.test');
  await owner.signUp(password);
  house.wait(10 * 60_000);
  await owner.ask('extendSession', {});
  house.wait(6 * 60_000);
  expect((await owner.ask('deleteAccount', {})).problem.code).toBe('unlock_required');
  expect((await owner.ask('readVault', {})).status).toBe(200);
});
