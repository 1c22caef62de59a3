import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const minute = 60_000;
const email = 'guessed-at@example.test';
let house: House;
let owner: TestCitizen;
beforeAll(async () => {
  house = await openHouse();
  owner = createCitizen(house, email);
  await owner.signUp('a quiet harbor before seven');
  await owner.ask('endSession', {});
});
afterAll(() => house.close());

describe('a recovery key that is guessed at (AUTH-10)', () => {
  test('an unknown address is answered like a known one, and a wrong key like no account (AUTH-2)', async () => {
    const stranger = createCitizen(house, 'no-one@example.test');
    const shapes = [];
    for (const one of [createCitizen(house, email), stranger]) {
      const begun = await one.ask('beginRecovery', { email: one.email });
      const finished = await one.ask('finishRecovery', {
        attemptId: begun.value.attemptId,
        proof: 'A'.repeat(43),
      });
      shapes.push([
        begun.status,
        Object.entries(begun.value).map(([name, text]) => [name, text.length]),
        finished.status,
        finished.problem,
      ]);
    }
    expect(shapes[0]).toEqual(shapes[1]);
    expect(shapes[0]?.[0]).toBe(200);
    expect(shapes[0]?.[2]).toBe(401);
  });

  test('may be tried five times an hour', async () => {
    house.wait(60 * minute);
    const one = createCitizen(house, email);
    for (let tries = 0; tries < 5; tries += 1)
      expect((await one.ask('beginRecovery', { email: one.email })).status).toBe(200);
    const { status, problem } = await one.ask('beginRecovery', { email: one.email });
    expect(status).toBe(429);
    expect(Date.parse(problem.retryAt ?? '')).toBeGreaterThan(house.bff.now() + 50 * minute);
    // Whoever shares an address of the network with a guesser is at a browser that is known (AUTH-4).
    expect((await owner.ask('beginRecovery', { email })).status).toBe(200);
  });

  test('five times an hour in a browser that is known, too', async () => {
    house.wait(60 * minute);
    for (let tries = 0; tries < 5; tries += 1)
      expect((await owner.ask('beginRecovery', { email })).status).toBe(200);
    expect((await owner.ask('beginRecovery', { email })).status).toBe(429);
  });
});
