import { afterAll, beforeAll, expect, test } from 'vitest';
import { deviceCookie } from '../http/session.ts';
import { changePassword } from '../testing/change-password.ts';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';

const minute = 60_000;
const password = 'a quiet harbor before seven';
const another = 'a louder harbor after eight';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** What its owner does about it, and with what they sign in from then on. */
const cures = {
  'another password': async (owner: TestCitizen) => {
    const { status } = await changePassword(owner, await owner.unlock(password), another);
    return { status, now: another };
  },
  'forgetting every browser but the one at hand': async (owner: TestCitizen) => {
    await owner.unlock(password);
    return { status: (await owner.ask('deleteActivity', {})).status, now: password };
  },
};

test.each(Object.entries(cures))(
  'whoever has a copy of a browser’s token is a stranger after %s, and the browser itself is not (AUTH-4, AUTH-22)',
  async (_what, cure) => {
    const email = `copied-${Object.values(cures).indexOf(cure)}@example.test`;
    const owner = createCitizen(house, email);
    const { secret } = await owner.signUp(password);
    const neighbours = 'n'.repeat(43);
    const copy = owner.browser.cookie(deviceCookie) ?? '';
    owner.browser.keep(`${deviceCookie}=${copy}.${neighbours}; Path=/`);
    const signIn = async (one: TestCitizen, secretWord: string) => {
      house.wait(11 * minute);
      await one.provePassword(secretWord);
      const { status } = await one.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
      expect(status).toBe(200);
    };
    const notices = async () =>
      (await house.lettersTo(email)).filter(({ kind }) => kind === 'new-device').length;

    const { status, now } = await cure(owner);
    expect(status).toBe(200);
    // Whoever shares the browser is known there as before.
    const [token, ...others] = owner.browser.cookie(deviceCookie)?.split('.') ?? [];
    expect(token).not.toBe(copy);
    expect(others).toEqual([neighbours]);
    await owner.ask('endSession', {});
    await signIn(owner, now);
    expect(await notices()).toBe(0);
    const thief = createCitizen(house, email);
    thief.browser.keep(`${deviceCookie}=${copy}; Path=/`);
    await signIn(thief, now);
    expect(await notices()).toBe(1);
  },
);

test.each(Object.entries(cures))(
  'a browser that was not known does not become so by %s, unheard (AUTH-22)',
  async (_what, cure) => {
    const email = `taken-${Object.values(cures).indexOf(cure)}@example.test`;
    const owner = createCitizen(house, email);
    const { secret } = await owner.signUp(password);
    house.wait(11 * minute);
    const thief = createCitizen(house, email);
    thief.browser.keep(`__Host-signet=${owner.session() ?? ''}; Path=/`);
    const { status, now } = await cure(thief);
    expect(status).toBe(200);
    await thief.ask('endSession', {});
    house.wait(11 * minute);
    await thief.provePassword(now);
    await thief.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
    const kinds = (await house.lettersTo(email)).map(({ kind }) => kind);
    expect(kinds.at(-1)).toBe('new-device');
  },
);
