import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailIndex } from '../accounts.ts';
import { codeAt, createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import { limits } from '../db/schema.ts';
import { countGuess, disabledUntil, forgetGuesses, guessedFrom } from './guesses.ts';
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
    guessers.map(
      (one) => disabledUntil(house.bff, house.bff.db, 'password-guesses', one) === undefined,
    );
  house.bff.db.transaction((tx) => {
    for (const one of guessers)
      for (let nth = 0; nth < limitTable['password-guesses'].most; nth += 1)
        countGuess(house.bff, tx, 'password-guesses', one);
  });
  expect(may()).toEqual([false, false]);
  house.bff.db.transaction((tx) => forgetGuesses(house.bff, tx, stored.accountId as never));
  expect(may()).toEqual([true, false]);
});

const guessed = () =>
  house.bff.db.select().from(limits).where(eq(limits.name, 'password-guesses')).all().length;

test('who unlocked wrongly too often unlocks again after a sign-in with both steps (AUTH-4)', async () => {
  const password = 'a quiet harbor before seven';
  const owner = createCitizen(house, 'unlocking@example.test');
  const { secret, stored } = await owner.signUp(password);
  const accountId = stored.accountId as never;
  house.bff.db.transaction((tx) => {
    for (let nth = 0; nth < limitTable['password-guesses'].most; nth += 1)
      countGuess(house.bff, tx, 'password-guesses', guessedFrom.session(accountId));
  });
  const startLoginRequest = Buffer.alloc(96, 1).toString('base64url');
  const refused = await owner.ask('beginUnlock', { startLoginRequest });
  expect(refused.problem.code).toBe('authenticator_disabled');
  expect(Date.parse(refused.problem.retryAt ?? '')).toBeGreaterThan(house.bff.now());
  await owner.ask('endSession', {});
  house.wait(60_000);
  await owner.provePassword(password);
  await owner.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
  await owner.unlock(password);
  expect((await owner.ask('makeBackupCodes', {})).status).toBe(200);
});

test('what was guessed at an address goes with the address, when another took its place (AUTH-12)', async () => {
  const password = 'a quiet harbor before seven';
  const owner = createCitizen(house, 'moving@example.test');
  await owner.signUp(password);
  await owner.unlock(password);
  const before = guessed();
  await createCitizen(house, owner.email).provePassword('a wrong guess of a stranger');
  expect(guessed()).toBe(before + 1);
  const next = 'moved@example.test';
  await owner.ask('addEmail', { email: next });
  const letter = (await house.lettersTo(next)).at(-1)?.link ?? '';
  await owner.ask('confirmAddress', { token: new URL(letter).hash.replace('#token=', '') });
  const [old, main] = (await owner.ask('readEmails', {})).value.emails;
  await owner.ask('makeEmailPrimary', { id: main?.id as never });
  expect((await owner.ask('removeEmail', { id: old?.id as never })).status).toBe(200);
  expect(guessed()).toBe(before);
});

test('that two addresses are one person’s is not shown when what was guessed ends: not by a new password, another main address, nor a deletion (AUTH-2)', async () => {
  const password = 'a quiet harbor before seven';
  const owner = createCitizen(house, 'both@example.test');
  const { stored } = await owner.signUp(password);
  await owner.unlock(password);
  const other = 'both-too@example.test';
  await owner.ask('addEmail', { email: other });
  const letter = (await house.lettersTo(other)).at(-1)?.link ?? '';
  await owner.ask('confirmAddress', { token: new URL(letter).hash.replace('#token=', '') });
  const nobodys = 'nobody-at-all@example.test';
  const asked = [owner.email, other, nobodys];
  const useUp = () =>
    house.bff.db.transaction((tx) => {
      for (const email of asked)
        for (let nth = 0; nth < limitTable['password-guesses'].most; nth += 1)
          countGuess(
            house.bff,
            tx,
            'password-guesses',
            guessedFrom.anywhereElse(emailIndex(house.bff, email)),
          );
    });
  const seen = async () => {
    const answers = [];
    for (const email of asked)
      answers.push((await createCitizen(house, email).provePassword('wrong')).ke2.status);
    return answers;
  };
  useUp();
  expect(await seen()).toEqual([429, 429, 429]);
  house.bff.db.transaction((tx) => forgetGuesses(house.bff, tx, stored.accountId as never));
  expect(await seen()).toEqual([200, 429, 429]);
  useUp();
  const { emails } = (await owner.ask('readEmails', {})).value;
  await owner.ask('makeEmailPrimary', { id: emails[1]?.id as never });
  expect(await seen()).toEqual([200, 429, 429]);
  useUp();
  expect((await owner.ask('deleteAccount', {})).status).toBe(200);
  expect(await seen()).toEqual([429, 200, 429]);
});

test('what was guessed at addresses that nobody has is gone after a year (AUTH-4)', async () => {
  const before = guessed();
  for (let nth = 0; nth < 20; nth += 1)
    await createCitizen(house, `nobody-${nth}@example.test`).provePassword('whatever it may be');
  expect(guessed()).toBe(before + 20);
  house.wait(364 * 24 * 60 * 60_000);
  sweepExpired(house.bff);
  expect(guessed()).toBe(before + 20);
  house.wait(2 * 24 * 60 * 60_000);
  sweepExpired(house.bff);
  expect(guessed()).toBe(0);
});
