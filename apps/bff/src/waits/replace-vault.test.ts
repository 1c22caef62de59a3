import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeLetter } from '../mail/letters.ts';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createPasskey } from '../testing/passkey.ts';

const day = 24 * 60 * 60_000;
const password = 'a quiet harbor before seven';
const another = 'a louder harbor after eight';
let house: House;
let owner: TestCitizen;
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
  const { options } = (await owner.ask('beginPasskey', {})).value as {
    readonly options: { readonly challenge: string };
  };
  const response = createPasskey().register({
    challenge: options.challenge,
    origin: house.issuer,
  });
  expect((await owner.ask('finishPasskey', { response })).status).toBe(200);
  await owner.unlock(password);
  codes = (await owner.ask('makeBackupCodes', {})).value.codes;
});

async function signInWith(code: string | undefined) {
  const one = newBrowser();
  await one.provePassword(password);
  expect((await one.ask('submitBackupCode', { code: code ?? '' })).status).toBe(200);
}

async function resetWith(code: string | undefined): Promise<TestCitizen> {
  const one = newBrowser();
  await one.ask('beginReset', { email: owner.email });
  house.wait(day);
  const ready = (await letters()).findLast(({ kind }) => kind === 'reset-ready');
  const token = new URL(ready?.link ?? 'http://none').hash.replace('#token=', '');
  await one.ask('redeemReset', { token });
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
    expect(letter === undefined ? '' : writeLetter(letter).text).toContain('passkeys');
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
});
