import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeAt, createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const password = 'a quiet harbor before seven';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a person sees their sessions and ends all but this one, nobody else’s (AUTH-14)', async () => {
  const owner = createCitizen(house, 'here@example.test');
  const neighbour = createCitizen(house, 'next-door@example.test');
  const { secret } = await owner.signUp(password);
  await neighbour.signUp(password);
  house.wait(60_000);
  const elsewhere = createCitizen(house, owner.email);
  await elsewhere.provePassword(password);
  await elsewhere.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
  const halfway = createCitizen(house, owner.email);
  await halfway.provePassword(password);

  const { sessions } = (await owner.ask('readSessions', {})).value;
  expect(sessions.map(({ current }) => current)).toEqual([true, false]);
  expect((await owner.ask('endOtherSessions', {})).status).toBe(200);
  expect((await owner.ask('readSessions', {})).value.sessions).toHaveLength(1);
  expect((await elsewhere.ask('readSession', {})).value.stage).toBe('none');
  expect((await halfway.ask('readSession', {})).value.stage).toBe('none');
  expect((await neighbour.ask('readSession', {})).value.stage).toBe('signed-in');
});

test('or one of them alone, nobody else’s, and the one at hand (AUTH-14)', async () => {
  const owner = createCitizen(house, 'several@example.test');
  const neighbour = createCitizen(house, 'beside@example.test');
  const { secret } = await owner.signUp(password);
  await neighbour.signUp(password);
  house.wait(60_000);
  const elsewhere = createCitizen(house, owner.email);
  await elsewhere.provePassword(password);
  await elsewhere.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });

  const [here, there] = (await owner.ask('readSessions', {})).value.sessions;
  const [theirs] = (await neighbour.ask('readSessions', {})).value.sessions;
  // What stands for a session cannot be used as its token.
  for (const token of [here?.id, there?.id]) {
    const thief = createCitizen(house, owner.email);
    thief.browser.keep(`__Host-signet=${token}; Path=/`);
    expect((await thief.ask('readSession', {})).value.stage).toBe('none');
  }
  expect((await owner.ask('endOneSession', { id: theirs?.id ?? '' })).problem.code).toBe(
    'not_found',
  );
  expect((await owner.ask('endOneSession', { id: there?.id ?? '' })).status).toBe(200);
  expect((await elsewhere.ask('readSession', {})).value.stage).toBe('none');
  expect((await neighbour.ask('readSession', {})).value.stage).toBe('signed-in');
  expect((await owner.ask('endOneSession', { id: here?.id ?? '' })).status).toBe(200);
  expect(owner.session()).toBeUndefined();
});
