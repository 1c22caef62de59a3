import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailIndex } from '../accounts.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { countGuess, forgetGuesses, guessedFrom, mayGuess } from './guesses.ts';
import { limitTable } from './limits.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a new password forgives guesses at its own addresses, and none at one that is not confirmed: it may be somebody else’s (AUTH-4)', async () => {
  const owner = createCitizen(house, 'owner@example.test');
  const { stored } = await owner.signUp('a quiet harbor before seven');
  await owner.unlock('a quiet harbor before seven');
  const victim = 'victim@example.test';
  expect((await owner.ask('addEmail', { email: victim })).status).toBe(200);
  const guessers = [owner.email, victim].map((email) =>
    guessedFrom.anywhereElse(emailIndex(house.bff, email)),
  );
  const may = () =>
    guessers.map((one) => mayGuess(house.bff, house.bff.db, 'password-guesses', one));
  house.bff.db.transaction((tx) => {
    for (const one of guessers)
      for (let nth = 0; nth < limitTable['password-guesses'].most; nth += 1)
        countGuess(house.bff, tx, 'password-guesses', one);
  });
  expect(may()).toEqual([false, false]);
  house.bff.db.transaction((tx) => forgetGuesses(house.bff, tx, stored.accountId as never));
  expect(may()).toEqual([true, false]);
});
