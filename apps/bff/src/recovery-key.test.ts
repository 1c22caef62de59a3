import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenVault, RecoveryKey } from '@signet/vault';
import { accounts } from './db/schema.ts';
import { writeLetter } from './mail/letters.ts';
import { changePassword } from './testing/change-password.ts';
import { createCitizen, type TestCitizen } from './testing/citizen.ts';
import { openHouse, type House } from './testing/house.ts';
import { writeKeyDown } from './testing/write-key-down.ts';

const day = 24 * 60 * 60_000;
const password = 'a quiet harbor before seven';
const another = 'a louder harbor after eight';
let house: House;
let owner: TestCitizen;
let secret: string;
let open: OpenVault;
let recoveryKey: RecoveryKey;
let signedUpAt: number;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  house.wait(day);
  owner = createCitizen(house, `key-${(count += 1)}@example.test`);
  signedUpAt = house.bff.now();
  ({ secret, open, recoveryKey } = await owner.signUp(password));
});

const newBrowser = () => createCitizen(house, owner.email);
const times = async (one = owner) => (await one.ask('readRecovery', {})).value;
const proves = (key = recoveryKey) => newBrowser().proveRecoveryKey(open.accountId, key);
async function saidNotMe(): Promise<string> {
  expect(
    (
      await newBrowser().ask('disavowSignIn', {
        token: await house.tokenTo(owner.email, 'new-device'),
      })
    ).status,
  ).toBe(200);
  const letter = (await house.lettersTo(owner.email)).at(-1);
  return letter?.kind === 'sign-in-disavowed' ? writeLetter(letter, 'en').text : '';
}
async function signIn(one: TestCitizen): Promise<void> {
  await one.provePassword(password);
  expect((await one.giveCode(secret)).status).toBe(200);
}

async function signedInElsewhere(): Promise<TestCitizen> {
  const one = newBrowser();
  await signIn(one);
  return one;
}

/** A stranger who knows password and code replaces the password: what opens the vault was changed. */
async function takenOver(): Promise<TestCitizen> {
  const thief = await signedInElsewhere();
  const changed = await changePassword(thief, await thief.unlock(password), another);
  expect(changed.status).toBe(200);
  ({ open } = changed);
  return thief;
}
const locksDue = () =>
  house.bff.db
    .select()
    .from(accounts)
    .where(eq(accounts.id, open.accountId as AccountId))
    .get()?.locksDue;

describe('the key that came with the account', () => {
  test('has the time of the account once it was written down, which is a check of it; before, there is none to check (AUTH-24)', async () => {
    expect(await times()).toEqual({ keyMadeAt: null, keyCheckedAt: null });
    expect((await owner.ask('noteRecoveryKeyChecked', {})).problem.code).toBe('not_found');
    house.wait(60_000);
    const shownAt = house.bff.now();
    open = await writeKeyDown(owner, open);
    const { keyMadeAt, keyCheckedAt } = await times();
    expect(Math.abs(Date.parse(keyMadeAt ?? '') - signedUpAt)).toBeLessThan(30_000);
    expect(Math.abs(Date.parse(keyCheckedAt ?? '') - shownAt)).toBeLessThan(30_000);
    house.wait(60_000);
    const noted = await owner.ask('noteRecoveryKeyChecked', {});
    expect(noted.status).toBe(200);
    expect(await times()).toEqual({ keyMadeAt, ...noted.value });
  });

  test('stays its owner’s way back after “this wasn’t me” of a sign-in that was later (AUTH-22)', async () => {
    open = await writeKeyDown(owner, open);
    house.wait(30 * day);
    await takenOver();
    expect(await saidNotMe()).not.toContain('the recovery key');
    expect(await proves()).toBe(200);
  });

  test('stays also where that sign-in changed nothing, and no locks are due (AUTH-22)', async () => {
    open = await writeKeyDown(owner, open);
    house.wait(30 * day);
    await signedInElsewhere();
    expect(await saidNotMe()).not.toContain('the recovery key');
    expect(await proves()).toBe(200);
    expect(locksDue()).toBe(false);
  });

  test('goes where it still waits, though that sign-in changed nothing: who opens the vault reads it (AUTH-22)', async () => {
    house.wait(30 * day);
    await signedInElsewhere();
    expect(await proves()).toBe(200);
    expect(await saidNotMe()).not.toContain('the recovery key');
    expect(await proves()).toBe(401);
    expect(locksDue()).toBe(true);
  });

  test.each([
    ['the record alone', signedInElsewhere],
    ['the record after the password was changed', takenOver],
  ])(
    'goes where whoever signed in then removed %s, as if the key were written down, and the letter says so (AUTH-22)',
    async (_what, come) => {
      house.wait(30 * day);
      const thief = await come();
      await writeKeyDown(thief, open);
      expect(await proves()).toBe(200);
      expect(await saidNotMe()).toContain('the recovery key');
      expect(await proves()).toBe(401);
      expect(locksDue()).toBe(true);
    },
  );

  test('goes with “this wasn’t me” where it was shown to nobody: whoever opened the vault may have read it (AUTH-22)', async () => {
    house.wait(30 * day);
    await takenOver();
    expect(await saidNotMe()).not.toContain('the recovery key');
    expect(await proves()).toBe(401);
  });
});

test('the key of a reset goes with “this wasn’t me”, and the letter says so of one that was written down (AUTH-22)', async () => {
  open = await writeKeyDown(owner, open);
  const thief = newBrowser();
  await thief.ask('beginReset', { email: owner.email });
  house.wait(day);
  await thief.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
  await thief.giveCode(secret);
  const { finish, ...made } = await thief.prepareReplacement(another);
  expect((await thief.ask('finishReplacement', finish)).status).toBe(200);
  expect(await times(thief)).toEqual({ keyMadeAt: null, keyCheckedAt: null });
  await writeKeyDown(thief, made.open);
  expect(await proves(made.recoveryKey)).toBe(200);
  expect(await saidNotMe()).toContain('the recovery key');
  expect(await proves(made.recoveryKey)).toBe(401);
});
