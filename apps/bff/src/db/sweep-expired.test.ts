import { afterAll, beforeAll, expect, test } from 'vitest';
import { usedOnce } from '../oidc/schema.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { limits, loginAttempts, sessions, signUps } from './schema.ts';
import { sweepExpired } from './sweep-expired.ts';

const hour = 60 * 60_000;
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('nothing outlives its end: sessions, attempts, links, whom a limit counted for, and what counted once (AUTH-13)', async () => {
  const tables = { limits, loginAttempts, sessions, signUps, usedOnce };
  const rows = () =>
    Object.fromEntries(
      Object.entries(tables).map(([name, table]) => [
        name,
        house.bff.db.select().from(table).all().length,
      ]),
    );
  const one = createCitizen(house, 'swept@example.test');
  await one.signUp('a quiet harbor before seven');
  await one.ask('beginRecovery', { email: one.email });
  await one.ask('beginSignUp', { email: 'never-came@example.test' });
  const expiresAt = house.bff.now() + 60_000;
  house.bff.db.insert(usedOnce).values({ idHash: 'an assertion’s', expiresAt }).run();
  sweepExpired(house.bff);
  expect(Object.values(rows()).every((count) => count > 0)).toBe(true);
  house.wait(49 * hour);
  sweepExpired(house.bff);
  expect(rows()).toEqual({ limits: 0, loginAttempts: 0, sessions: 0, signUps: 0, usedOnce: 0 });
});
