import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeAt, createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const minute = 60_000;
const hour = 60 * minute;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('who is signed in and signs in anew has twelve hours again; a sign-in’s own steps share theirs (AUTH-8)', async () => {
  const password = 'a quiet harbor before seven';
  const one = createCitizen(house, 'all-day@example.test');
  const { secret } = await one.signUp(password);
  const read = async () => {
    const { value } = await one.ask('readSession', {});
    if (value.stage !== 'signed-in') throw new Error(value.stage);
    return value;
  };
  const before = await read();
  for (let spent = 0; spent < 11 * hour; spent += 10 * minute) {
    house.wait(10 * minute);
    await one.ask('extendSession', {});
  }
  const began = house.bff.now();
  await one.provePassword(password);
  house.wait(5 * minute);
  await one.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
  const after = await read();
  expect(Date.parse(after.absoluteEndsAt)).toBeGreaterThan(Date.parse(before.absoluteEndsAt));
  expect(Math.abs(Date.parse(after.absoluteEndsAt) - began - 12 * hour)).toBeLessThan(minute);
});
