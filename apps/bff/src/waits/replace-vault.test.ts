import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeLetter } from '../mail/letters.ts';
import { addPasskey, giveSecondStep, signInAlone } from '../testing/by-passkey.ts';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { unsoundVaults } from '../testing/unsound-vaults.ts';
import { writeKeyDown } from '../testing/write-key-down.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const password = 'a quiet harbor before seven';
const another = 'a louder harbor after eight';
let house: House;
let owner: TestCitizen;
let passkey: Awaited<ReturnType<typeof addPasskey>>;
let codes: readonly string[];
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const newBrowser = () => createCitizen(house, owner.email);
const letters = () => house.lettersTo(owner.email);
const listed = async (one: TestCitizen) =>
  (await one.ask('readSecondFactors', {})).value.secondFactors.map(({ kind }) => kind);
const stageOf = async (one: TestCitizen) => (await one.ask('readSession', {})).value.stage;

/** An account whose second factors are a passkey that does not open the vault, and backup codes. */
beforeEach(async () => {
  house.wait(day);
  owner = createCitizen(house, `replaced-${(count += 1)}@example.test`);
  await owner.choosePassword(password);
  passkey = await addPasskey(house, owner);
  await owner.unlock(password);
  codes = (await owner.ask('makeBackupCodes', {})).value.codes;
});

async function signInWith(code: string | undefined) {
  const one = newBrowser();
  await one.provePassword(password);
  expect((await one.ask('submitBackupCode', { code: code ?? '' })).status).toBe(200);
}

async function redeemed(): Promise<TestCitizen> {
  const one = newBrowser();
  await one.ask('beginReset', { email: owner.email });
  house.wait(day);
  await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
  return one;
}

async function resetWith(code: string | undefined): Promise<TestCitizen> {
  const one = await redeemed();
  expect((await one.ask('submitBackupCode', { code: code ?? '' })).status).toBe(200);
  const { finish } = await one.prepareReplacement(another);
  expect((await one.ask('finishReplacement', finish)).status).toBe(200);
  return one;
}

describe('a reset that takes the passkeys along (AUTH-21)', () => {
  test('says so in its letter', async () => {
    const one = await resetWith(codes[0]);
    expect(await listed(one)).toEqual(['backup-codes']);
    const letter = (await letters()).findLast(({ kind }) => kind === 'vault-replaced');
    expect(letter?.takenBack).toEqual(['passkey']);
    expect(letter === undefined ? '' : writeLetter(letter, 'en').text).toContain('passkeys');
  });

  test('keeps the one that it was proved with, whichever was used last', async () => {
    const other = await addPasskey(house, owner);
    const one = await redeemed();
    await giveSecondStep(house, one, passkey);
    house.wait(minute);
    const elsewhere = newBrowser();
    await elsewhere.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    await giveSecondStep(house, elsewhere, other);
    const { finish } = await one.prepareReplacement(another);
    expect((await one.ask('finishReplacement', finish)).status).toBe(200);
    expect((await signInAlone(house, newBrowser(), other)).status).toBe(422);
    expect((await signInAlone(house, newBrowser(), passkey)).status).toBe(200);
  });

  test('leaves nobody signed in without any second factor: after the last backup code another one is chosen first', async () => {
    for (const code of codes.slice(1)) await signInWith(code);
    const one = await resetWith(codes[0]);
    expect(await stageOf(one)).toBe('enrolling');
    // The page was closed here: the new password leads back to choosing, as with a new account.
    const again = newBrowser();
    expect((await again.provePassword(another)).ke3?.value.secondFactors).toEqual([]);
    expect(await stageOf(again)).toBe('enrolling');
    const secret = await one.addTotp();
    expect(await stageOf(one)).toBe('signed-in');
    expect(await listed(one)).toEqual(['totp']);
    // From then on the password alone opens nothing.
    expect((await again.ask('beginTotp', {})).problem.code).toBe('signed_out');
    expect((await again.provePassword(another)).ke3?.value.secondFactors).toEqual(['totp']);
    house.wait(60_000);
    const code = codeAt(secret, house.bff.now());
    expect((await again.ask('submitTotp', { code })).status).toBe(200);
    const told = (await letters()).filter(({ kind }) => kind === 'new-device');
    expect(told.length).toBeGreaterThan(0);
  });

  test('tells the owner of a second step that is chosen with the new password in another browser: the account is no new one (AUTH-22)', async () => {
    for (const code of codes.slice(1)) await signInWith(code);
    await resetWith(codes[0]);
    const told = async () => (await letters()).filter(({ kind }) => kind === 'new-device').length;
    const before = await told();
    const again = newBrowser();
    await again.provePassword(another);
    await again.addTotp();
    expect(await stageOf(again)).toBe('signed-in');
    expect(await told()).toBe(before + 1);
  });

  test('leaves nobody who made the new password a choice at once after “this wasn’t me”: they wait a day (AUTH-22)', async () => {
    for (const code of codes.slice(1)) await signInWith(code);
    const one = await resetWith(codes[0]);
    const said = await newBrowser().ask('disavowSignIn', {
      token: await house.tokenTo(owner.email, 'new-device'),
    });
    expect(said.status).toBe(200);
    for (const thief of [one, newBrowser()]) {
      expect((await thief.provePassword(another)).ke3?.value.secondFactors).toEqual([]);
      expect(await stageOf(thief)).toBe('first-factor');
      expect((await thief.ask('beginTotp', {})).problem.code).toBe('second_factor_required');
    }
  });
});

test.each(unsoundVaults)(
  'a new vault %s is refused for that alone, and the old one stays (AUTH-21)',
  async (_what, change) => {
    const one = await redeemed();
    await one.ask('submitBackupCode', { code: codes[0] ?? '' });
    const { finish, stored } = await one.prepareReplacement(another);
    const altered = { ...finish, vault: change(stored) as never };
    const { status, problem } = await one.ask('finishReplacement', altered);
    expect({ status, code: problem.code }).toEqual({ status: 400, code: 'malformed_request' });
    expect((await newBrowser().provePassword(password)).ke3?.status).toBe(200);
    expect((await one.ask('finishReplacement', finish)).status).toBe(200);
  },
);

describe('a reset by mail alone, by somebody else (AUTH-21)', () => {
  async function resetByMailAlone() {
    const one = await redeemed();
    const again = { token: await house.tokenTo(owner.email, 'reset-ready') };
    await one.ask('beginNewSecondFactor', {});
    house.wait(day);
    await one.ask('confirmNewSecondFactor', {
      token: await house.tokenTo(owner.email, 'everything-lost-ready'),
    });
    await one.ask('redeemReset', again);
    const { finish, recoveryKey, stored, open } = await one.prepareReplacement(another);
    expect((await one.ask('finishReplacement', finish)).status).toBe(200);
    const proves = () => newBrowser().proveRecoveryKey(stored.accountId, recoveryKey);
    return { one, proves, open };
  }
  const notMe = async () =>
    expect(
      (
        await newBrowser().ask('disavowSignIn', {
          token: await house.tokenTo(owner.email, 'new-device'),
        })
      ).status,
    ).toBe(200);

  test.each([
    'in one go',
    'by the new password, after the page was closed',
    'and then by the key that it showed',
  ])(
    'is reached by “this wasn’t me” of the sign-in that it ends with, %s (AUTH-22)',
    async (how) => {
      const { one, proves, open } = await resetByMailAlone();
      house.wait(minute);
      if (how.startsWith('by')) await one.provePassword(another);
      await one.addTotp();
      expect(await stageOf(one)).toBe('signed-in');
      if (how.startsWith('and')) await writeKeyDown(one, open);
      expect(await proves()).toBe(200);
      await notMe();
      expect(await proves()).toBe(401);
    },
  );

  test('leaves no choice without a second step to who did it, once an earlier link said that it was not the owner (AUTH-22)', async () => {
    house.wait(minute);
    await signInWith(codes[0]);
    const { one } = await resetByMailAlone();
    await notMe();
    expect((await one.provePassword(another)).ke3?.value.secondFactors).toEqual([
      'passkey',
      'backup-codes',
    ]);
    expect(await stageOf(one)).toBe('first-factor');
  });
});
