import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepExpired } from '../db/sweep-expired.ts';
import { codeAt, createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const password = 'a quiet harbor before seven';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a person reads what was recorded about them, nobody else’s, and deletes it (AUTH-13)', async () => {
  const owner = createCitizen(house, 'reader@example.test');
  const neighbour = createCitizen(house, 'neighbour@example.test');
  await owner.signUp(password);
  await neighbour.signUp(password);
  const kinds = async (one = owner) =>
    (await one.ask('readActivity', {})).value.events.map(({ kind }) => kind);
  expect(await kinds()).toEqual(['sign-in.completed', 'authenticator.added', 'account.created']);
  await owner.unlock(password);
  expect((await kinds())[0]).toBe('vault.unlocked');

  expect((await owner.ask('deleteActivity', {})).status).toBe(200);
  expect(await kinds()).toEqual([]);
  expect(await kinds(neighbour)).toHaveLength(3);
});

test('whoever only has the session cannot clear the traces (AUTH-11, AUTH-13)', async () => {
  const owner = createCitizen(house, 'watched@example.test');
  await owner.signUp(password);
  house.wait(10 * 60_000);
  await owner.ask('extendSession', {});
  house.wait(6 * 60_000);
  expect((await owner.ask('deleteActivity', {})).problem.code).toBe('unlock_required');
});

test('of a session its length is recorded, however it ends (AUTH-13)', async () => {
  const owner = createCitizen(house, 'timed@example.test');
  const { secret } = await owner.signUp(password);
  const ends = async () =>
    (await owner.ask('readActivity', {})).value.events.flatMap(({ kind, minutes }) =>
      minutes === null ? [] : [[kind, minutes]],
    );
  const signInAgain = async () => {
    await owner.provePassword(password);
    await owner.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
  };
  house.wait(14 * 60_000);
  await owner.ask('endSession', {});
  await signInAgain();
  expect(await ends()).toEqual([['session.ended', 14]]);

  house.wait(10 * 60_000);
  await owner.ask('extendSession', {});
  house.wait(15 * 60_000);
  sweepExpired(house.bff);
  await signInAgain();
  expect((await ends())[0]).toEqual(['session.timed-out', 10]);
});
