import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emailIndex } from '../accounts.ts';
import { deviceCookie } from '../http/session.ts';
import { browserOf } from '../keys/browser-of.ts';
import { countGuess, guessedFrom } from '../limits/guesses.ts';
import { limitTable } from '../limits/limits.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { listeningAgency } from '../testing/listening-agency.ts';
import { openHouse, type House } from '../testing/house.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const password = 'a quiet harbor before seven';
let house: House;
let owner: TestCitizen;
let secret: string;
let accountId: string;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
/** Somebody with a password and an authenticator app, of whom a stranger tried a hundred passwords. */
beforeEach(async () => {
  house.wait(day);
  owner = createCitizen(house, `locked-out-${(count += 1)}@example.test`);
  const account = await owner.signUp(password);
  ({ secret } = account);
  ({ accountId } = account.stored);
  useUp(guessedFrom.anywhereElse(emailIndex(house.bff, owner.email)));
});

function useUp(guesser: string) {
  house.bff.db.transaction((tx) => {
    for (let nth = 0; nth < limitTable['password-guesses'].most; nth += 1)
      countGuess(house.bff, tx, 'password-guesses', guesser);
  });
}

const newBrowser = () => createCitizen(house, owner.email);
const refusal = async (one: TestCitizen) => (await one.provePassword(password)).ke2.problem.code;
/** Asks for a reset, and opens its link when the day is over. */
async function openedReset(one = newBrowser()): Promise<TestCitizen> {
  await one.ask('beginReset', { email: owner.email });
  house.wait(day);
  expect(await refusal(one)).toBe('authenticator_disabled');
  expect(
    (await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') }))
      .status,
  ).toBe(200);
  return one;
}

describe('an owner whose password a stranger switched off in new browsers (AUTH-4)', () => {
  test('signs in with it where they opened the link of a reset, which ends, and loses nothing', async () => {
    const before = (await owner.ask('readVault', {})).value;
    expect(await refusal(newBrowser())).toBe('authenticator_disabled');
    const told = await listeningAgency(house, accountId);
    const one = await openedReset();
    expect((await one.provePassword(password)).ke3?.status).toBe(200);
    expect((await one.giveCode(secret)).status).toBe(200);
    expect((await one.ask('readVault', {})).value).toEqual(before);
    // Nothing was recovered, so that agencies hear nothing (AGENCY-11).
    expect(told()).toEqual([]);
    const kinds = await house.kindsTo(owner.email);
    expect(kinds.slice(-4)).toEqual(['reset-begun', 'reset-ready', 'wait-stopped', 'new-device']);
    // From now on it is one of their own, and no other is.
    await one.ask('endSession', {});
    expect((await one.provePassword(password)).ke3?.status).toBe(200);
    expect(await refusal(newBrowser())).toBe('authenticator_disabled');
  });

  test('also where it was switched off in a browser of theirs, and from then on without the link', async () => {
    const token = owner.browser.cookie(deviceCookie) ?? '';
    useUp(guessedFrom.device(browserOf(accountId as never, token)));
    await openedReset(owner);
    expect((await owner.provePassword(password)).ke3?.status).toBe(200);
    expect((await owner.giveCode(secret)).status).toBe(200);
    const kinds = await house.kindsTo(owner.email);
    expect(kinds.slice(-3)).toEqual(['reset-begun', 'reset-ready', 'wait-stopped']);
    await owner.ask('endSession', {});
    expect((await owner.provePassword(password)).ke3?.status).toBe(200);
  });

  test('a wrong guess there is counted with all that the link was opened in, and lifts nothing', async () => {
    const token = owner.browser.cookie(deviceCookie) ?? '';
    useUp(guessedFrom.device(browserOf(accountId as never, token)));
    await openedReset(owner);
    expect((await owner.provePassword('a wrong guess of somebody')).ke3?.status).toBe(401);
    useUp(guessedFrom.byMail(accountId as never));
    expect(await refusal(owner)).toBe('authenticator_disabled');
  });

  test('a browser that was not switched off counts for itself, whatever others did by that link', async () => {
    await owner.ask('beginReset', { email: owner.email });
    house.wait(day);
    expect(
      (await owner.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') }))
        .status,
    ).toBe(200);
    useUp(guessedFrom.byMail(accountId as never));
    expect((await owner.provePassword(password)).ke3?.status).toBe(200);
  });

  test('and nobody else does: not in another browser, nor once the reset was stopped', async () => {
    const one = await openedReset();
    expect(await refusal(newBrowser())).toBe('authenticator_disabled');
    const stop = { token: await house.tokenTo(owner.email, 'reset-begun') };
    expect((await newBrowser().ask('stopWait', stop)).status).toBe(200);
    expect(await refusal(one)).toBe('authenticator_disabled');
  });

  test('whoever reads the mail has a hundred guesses there in a year, however many resets they ask for', async () => {
    const one = await openedReset();
    expect((await one.provePassword('a wrong guess of somebody')).ke3?.status).toBe(401);
    useUp(guessedFrom.byMail(accountId as never));
    expect(await refusal(one)).toBe('authenticator_disabled');
    await newBrowser().ask('stopWait', { token: await house.tokenTo(owner.email, 'reset-begun') });
    expect(await refusal(await openedReset())).toBe('authenticator_disabled');
  });
});
