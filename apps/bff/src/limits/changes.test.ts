import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { addAddress } from '../testing/add-address.ts';
import { changePassword, makeNewKey } from '../testing/change-password.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { limitTable } from './limits.ts';

const password = 'a quiet harbor before seven';
const { most, windowMs } = limitTable['change-told'];
let house: House;
let one: TestCitizen;
let secret: string;
let accountId: AccountId;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  house.wait(60_000);
  one = createCitizen(house, `changes-${(count += 1)}@example.test`);
  const signedUp = await one.signUp(password);
  secret = signedUp.secret;
  accountId = signedUp.stored.accountId as AccountId;
});

const change = () => one.ask('makeBackupCodes', {});
const told = async () =>
  (await house.kindsTo(one.email)).filter((kind) => kind === 'second-factor-added').length;
async function usedUp() {
  for (let nth = 0; nth < most; nth += 1) expect((await change()).status).toBe(200);
}

test('what is told to every address is not changed thousands of times, so that nobody’s letters wait behind somebody else’s (AUTH-4)', async () => {
  await usedUp();
  const { status, problem } = await change();
  expect({ status, code: problem.code }).toEqual({ status: 429, code: 'too_many_attempts' });
  const ends = Date.parse(problem.retryAt ?? '');
  expect(ends).toBeGreaterThan(house.bff.now());
  expect(ends).toBeLessThanOrEqual(house.bff.now() + windowMs);
  expect(await told()).toBe(most);
  const another = createCitizen(house, `changes-${(count += 1)}@example.test`);
  await another.signUp(password);
  expect((await another.ask('makeBackupCodes', {})).status).toBe(200);
  house.wait(windowMs);
  await one.provePassword(password);
  await one.giveCode(secret);
  expect((await change()).status).toBe(200);
});

test('a recovery key is not replaced more often either, and nothing is kept that could be committed (AUTH-4)', async () => {
  const exportKey = await one.unlock(password);
  for (let nth = 0; nth < most - 1; nth += 1) await change();
  const before = (await house.kindsTo(one.email)).length;
  await makeNewKey(one, exportKey);
  await expect(makeNewKey(one, exportKey)).rejects.toThrow('was answered with 429');
  expect((await one.ask('readPending', {})).value.change).toBeNull();
  expect((await house.kindsTo(one.email)).slice(before)).toEqual(['recovery-key-changed']);
});

test('another password is made all the same, and shuts out whoever used it up (AUTH-11)', async () => {
  const exportKey = await one.unlock(password);
  await usedUp();
  expect((await changePassword(one, exportKey, 'a louder harbor after eight')).status).toBe(200);
});

test('which address is the main one counts among it', async () => {
  const id = addAddress(house, accountId, `further-${count}@example.test`, house.bff.now());
  await usedUp();
  const { problem } = await one.ask('makeEmailPrimary', { id });
  expect(problem.code).toBe('too_many_attempts');
  const { emails } = (await one.ask('readEmails', {})).value;
  expect(emails.find(({ primary }) => primary)?.email).toBe(one.email);
});

test('a thief uses none of it up for the owner who shuts them out (AUTH-22)', async () => {
  house.wait(60_000);
  const owner = one;
  one = createCitizen(house, owner.email);
  await one.provePassword(password);
  await one.giveCode(secret);
  await usedUp();
  const token = await house.tokenTo(owner.email, 'new-device');
  expect((await owner.ask('disavowSignIn', { token })).status).toBe(200);
  one = owner;
  house.wait(60_000);
  await one.provePassword(password);
  await one.giveCode(secret);
  expect((await change()).status).toBe(200);
});
