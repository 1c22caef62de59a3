import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addPasskeySlot, passkeySlotId, type RecoveryKey } from '@signet/vault';
import { addPasskey as addPasskeyIn, giveSecondStep, signInAlone } from '../testing/by-passkey.ts';
import { codeAt, createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { writeLetter } from '../mail/letters.ts';
import { changePassword, makeNewKey, opened } from '../testing/change-password.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import { keep, proveSlot, value } from '../testing/crash/steps.ts';
import { openHouse, type House } from '../testing/house.ts';
import { removedEmails } from './schema.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const password = 'a quiet harbor before seven';
const another = 'a louder harbor after eight';
let house: House;
let owner: TestCitizen;
let secret: string;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  owner = createCitizen(house, `planted-${(count += 1)}@example.test`);
  ({ secret } = await owner.signUp(password));
  house.wait(day);
});

const newBrowser = () => createCitizen(house, owner.email);
const code = () => codeAt(secret, house.bff.now());
async function signIn(one: TestCitizen) {
  house.wait(11 * minute);
  const { exportKey } = await one.provePassword(password);
  const { status } = await one.ask('submitTotp', { code: code() });
  return { status, exportKey: exportKey ?? new Uint8Array(32) };
}
const strangerIn = async (one = newBrowser()) => signIn(one).then(() => one);
const notMe = async () =>
  newBrowser().ask('disavowSignIn', { token: await house.tokenTo(owner.email, 'new-device') });
const listed = async (one: TestCitizen) =>
  (await one.ask('readSecondFactors', {})).value.secondFactors.map(({ kind }) => kind);
const addressesAt = async (one: TestCitizen) =>
  (await one.ask('readEmails', {})).value.emails.map(({ email }) => email);
const addresses = () => addressesAt(owner);
async function idOf(one: TestCitizen, wanted: string) {
  const { emails } = (await one.ask('readEmails', {})).value;
  return { id: emails.find(({ email }) => email === wanted)?.id as never };
}
const makePrimary = async (one: TestCitizen, email: string) =>
  expect((await one.ask('makeEmailPrimary', await idOf(one, email))).status).toBe(200);
const remove = async (one: TestCitizen, email: string) =>
  expect((await one.ask('removeEmail', await idOf(one, email))).status).toBe(200);

const addPasskey = (one: TestCitizen) => addPasskeyIn(house, one);
const aloneBy = (passkey: Parameters<typeof signInAlone>[2]) =>
  signInAlone(house, newBrowser(), passkey);
async function addPasskeyWithSlot(one: TestCitizen, exportKey: Uint8Array) {
  const passkey = await addPasskey(one);
  const me = await opened(one, exportKey);
  const slotId = await passkeySlotId(passkey.id);
  const prf = () => new Uint8Array(32).fill(7);
  const { open, stored, secretOf } = me;
  const pending = value(
    await addPasskeySlot({ vault: open, stored, secret: secretOf(), slotId, prf: prf() }),
  );
  await keep(me, { change: { kind: 'slot', slot: pending as never } });
  const proved = await proveSlot(me, { kind: 'passkey', slotId, prf: prf() });
  expect((await proved.commit()).status).toBe(200);
  return passkey;
}
const proves = (accountId: string, key: RecoveryKey) =>
  newBrowser().proveRecoveryKey(accountId, key);
async function addConfirmed(one: TestCitizen, email: string) {
  expect((await one.ask('addEmail', { email })).status).toBe(200);
  const token = await house.tokenTo(email, 'confirm-new-address');
  expect((await newBrowser().ask('confirmAddress', { token })).status).toBe(200);
}

describe('“this wasn’t me” takes back what was added since that sign-in (AUTH-22)', () => {
  test('a passkey, which signs in no more; where it opened the vault, new locks come after the new password', async () => {
    const thief = newBrowser();
    const { exportKey } = await signIn(thief);
    const passkey = await addPasskeyWithSlot(thief, exportKey);
    expect((await aloneBy(passkey)).status).toBe(200);
    expect((await notMe()).status).toBe(200);
    expect((await aloneBy(passkey)).problem.code).toBe('wrong_passkey');
    const letter = (await house.lettersTo(owner.email)).at(-1);
    expect(letter?.kind).toBe('sign-in-disavowed');
    expect(letter && writeLetter(letter, 'en').text).toContain('does not work any more: passkeys.');
    const again = await signIn(owner);
    expect(again.status).toBe(200);
    expect(await listed(owner)).toEqual(['totp']);
    const changed = await changePassword(owner, again.exportKey, another);
    expect(changed.status).toBe(200);
    expect((await owner.ask('readSession', {})).value).toMatchObject({ due: 'new-locks' });
  });

  test('what the owner had before stays, and without anything new no locks are due', async () => {
    await signIn(owner);
    const passkey = await addPasskey(owner);
    await addConfirmed(owner, `second-${count}@example.test`);
    house.wait(day);
    await signIn(newBrowser());
    expect((await notMe()).status).toBe(200);
    expect((await aloneBy(passkey)).status).toBe(200);
    await signIn(owner);
    expect((await listed(owner)).toSorted()).toEqual(['passkey', 'totp']);
    expect(await addresses()).toHaveLength(2);
    expect(await house.kindsTo(owner.email)).not.toContain('email-removed');
  });

  test('what the owner added seconds before that sign-in stays', async () => {
    await signIn(owner);
    await addPasskey(owner);
    const thief = newBrowser();
    await thief.provePassword(password);
    house.wait(30_000);
    await addPasskey(owner);
    house.wait(3_000);
    expect((await thief.ask('submitTotp', { code: code() })).status).toBe(200);
    expect((await notMe()).status).toBe(200);
    await signIn(owner);
    expect((await listed(owner)).toSorted()).toEqual(['passkey', 'passkey', 'totp']);
  });

  test('an account that it leaves without any second step is nobody’s who knows the password: its owner waits a day', async () => {
    const thief = await strangerIn();
    await addPasskey(thief);
    const own = (await thief.ask('readSecondFactors', {})).value.secondFactors;
    const app = own.find(({ kind }) => kind === 'totp');
    expect((await thief.ask('removeSecondFactor', { id: app?.id as never })).status).toBe(200);
    expect((await notMe()).status).toBe(200);
    for (const one of [thief, newBrowser()]) {
      expect((await one.provePassword(password)).ke3?.value.secondFactors).toEqual([]);
      expect((await one.ask('readSession', {})).value.stage).toBe('first-factor');
      expect((await one.ask('beginTotp', {})).problem.code).toBe('second_factor_required');
    }
    await owner.provePassword(password);
    expect((await owner.ask('beginNewSecondFactor', {})).status).toBe(200);
    house.wait(day);
    const token = await house.tokenTo(owner.email, 'new-second-factor-ready');
    await owner.ask('confirmNewSecondFactor', { token });
    await owner.provePassword(password);
    await owner.addTotp();
    expect((await owner.ask('readSession', {})).value.stage).toBe('signed-in');
  });

  test('an address, also one that was made the main one and one that nobody confirmed, and what it was told of ends', async () => {
    const thief = await strangerIn();
    const [theirs, waiting] = [`thief-${count}@example.test`, `waiting-${count}@example.test`];
    await addConfirmed(thief, theirs);
    await thief.ask('addEmail', { email: waiting });
    await makePrimary(thief, theirs);
    await newBrowser().ask('beginReset', { email: theirs });
    expect((await notMe()).status).toBe(200);
    expect((await house.kindsTo(theirs)).at(-1)).toBe('address-taken-off');
    expect((await house.kindsTo(owner.email)).slice(-2)).toEqual([
      'wait-stopped',
      'sign-in-disavowed',
    ]);
    await signIn(owner);
    expect(await addresses()).toEqual([owner.email]);
    const token = await house.tokenTo(waiting, 'confirm-new-address');
    expect((await newBrowser().ask('confirmAddress', { token })).problem.code).toBe('link_expired');
    house.wait(day);
    expect(await house.kindsTo(theirs)).not.toContain('reset-ready');
    expect(await house.kindsTo(owner.email)).not.toContain('reset-ready');
  });

  test('the oldest address keeps its link, though one that is hardly read is left: by it alone it comes back', async () => {
    const unread = `unread-${count}@example.test`;
    await signIn(owner);
    await addConfirmed(owner, unread);
    house.wait(8 * day);
    const thief = await strangerIn();
    await makePrimary(thief, unread);
    await remove(thief, owner.email);
    expect((await notMe()).status).toBe(200);
    const back = createCitizen(house, unread);
    await signIn(back);
    expect((await addressesAt(back)).toSorted()).toEqual([owner.email, unread].toSorted());
  });

  test('what was removed comes back: whoever put an address of their own in its place keeps neither it nor the account', async () => {
    const thief = await strangerIn();
    const theirs = `thief-${count}@example.test`;
    await addConfirmed(thief, theirs);
    await makePrimary(thief, theirs);
    await remove(thief, owner.email);
    expect((await owner.provePassword(password)).ke3?.status).toBe(401);
    expect(await addressesAt(thief)).toEqual([theirs]);
    expect((await notMe()).status).toBe(200);
    const letter = (await house.lettersTo(owner.email)).at(-1);
    expect(letter && writeLetter(letter, 'en').text).toContain(
      'removed since that sign-in are back',
    );
    expect(await house.kindsTo(theirs)).not.toContain('sign-in-disavowed');
    expect((await signIn(owner)).status).toBe(200);
    expect(await addresses()).toEqual([owner.email]);
    expect((await createCitizen(house, theirs).provePassword(password)).ke3?.status).toBe(401);
  });

  test('which an owner hears who moved away from an older address at a new browser: the letter says what happened, and signing in as it says has it back', async () => {
    const mine = `mine-${count}@example.test`;
    const phone = await strangerIn();
    await addConfirmed(phone, mine);
    await makePrimary(phone, mine);
    await remove(phone, owner.email);
    expect((await notMe()).status).toBe(200);
    const letter = (await house.lettersTo(mine)).at(-1);
    expect(letter?.kind).toBe('address-taken-off');
    const text = letter === undefined ? '' : writeLetter(letter, 'en').text;
    expect(text).toContain('this one too');
    expect(text).toContain('are back');
    expect(text).not.toContain(mine);
    await signIn(owner);
    await addConfirmed(owner, mine);
    expect((await addresses()).toSorted()).toEqual([mine, owner.email].toSorted());
  });

  test('not what the owner removed at a browser of theirs', async () => {
    const moved = `moved-${count}@example.test`;
    await signIn(owner);
    await addConfirmed(owner, moved);
    await makePrimary(owner, moved);
    house.wait(day);
    const [home, thief] = [createCitizen(house, moved), createCitizen(house, moved)];
    await signIn(home);
    house.wait(day);
    await signIn(thief);
    await signIn(home);
    await remove(home, owner.email);
    const token = await house.tokenTo(moved, 'new-device-link');
    expect((await newBrowser().ask('disavowSignIn', { token })).status).toBe(200);
    await signIn(home);
    expect(await addressesAt(home)).toEqual([moved]);
  });

  test('not what is younger than an address that stayed, whose reader adds it again: it may have been the owner who took it off', async () => {
    const younger = `younger-${count}@example.test`;
    await signIn(owner);
    await addConfirmed(owner, younger);
    house.wait(day);
    const phone = await strangerIn();
    await remove(phone, younger);
    const token = await house.tokenTo(owner.email, 'new-device-link');
    expect((await newBrowser().ask('disavowSignIn', { token })).status).toBe(200);
    await signIn(owner);
    expect(await addresses()).toEqual([owner.email]);
    await addConfirmed(owner, younger);
    expect((await addresses()).toSorted()).toEqual([owner.email, younger].toSorted());
  });

  test('not what somebody else has confirmed meanwhile', async () => {
    const other = `other-${count}@example.test`;
    await signIn(owner);
    await addConfirmed(owner, other);
    house.wait(day);
    const thief = await strangerIn();
    await makePrimary(thief, other);
    await remove(thief, owner.email);
    await newBrowser().signUp(another);
    const token = await house.tokenTo(other, 'new-device');
    expect((await newBrowser().ask('disavowSignIn', { token })).status).toBe(200);
    const left = createCitizen(house, other);
    await signIn(left);
    expect(await addressesAt(left)).toEqual([other]);
  });

  test('what was removed is told nothing, signs nobody in, and is gone after a week', async () => {
    await signIn(owner);
    const ex = `ex-${count}@example.test`;
    await addConfirmed(owner, ex);
    await remove(owner, ex);
    const told = (await house.kindsTo(ex)).length;
    const kept = () => house.bff.db.select().from(removedEmails).all().length;
    const before = kept();
    await signIn(newBrowser());
    expect(await house.kindsTo(ex)).toHaveLength(told);
    expect(await addresses()).toEqual([owner.email]);
    await newBrowser().ask('beginReset', { email: ex });
    expect((await house.kindsTo(ex)).at(-1)).toBe('reset-without-account');
    house.wait(7 * day);
    sweepExpired(house.bff);
    expect(before).toBeGreaterThan(0);
    expect(kept()).toBe(0);
  });

  test('since the first of several sign-ins, by the one link that takes their place when an address is removed', async () => {
    await signIn(owner);
    const ex = `ex-${count}@example.test`;
    await addConfirmed(owner, ex);
    house.wait(day);
    const thief = await strangerIn();
    const passkey = await addPasskey(thief);
    house.wait(day);
    await signIn(newBrowser());
    await signIn(owner);
    await remove(owner, ex);
    const token = await house.tokenTo(owner.email, 'new-device-link');
    expect((await newBrowser().ask('disavowSignIn', { token })).status).toBe(200);
    expect((await aloneBy(passkey)).problem.code).toBe('wrong_passkey');
  });

  test('a recovery key, which replaces no password any more', async () => {
    const thief = newBrowser();
    const { exportKey } = await signIn(thief);
    const { accountId, recoveryKey } = await makeNewKey(thief, exportKey);
    expect(await proves(accountId, recoveryKey)).toBe(200);
    expect((await notMe()).status).toBe(200);
    expect(await proves(accountId, recoveryKey)).toBe(401);
    await signIn(owner);
    const { keyMadeAt, keyCheckedAt } = (await owner.ask('readRecovery', {})).value;
    expect([keyMadeAt, keyCheckedAt]).toEqual([null, null]);
  });

  test('a recovery key that came with a reset, which was shown to nobody here', async () => {
    const thief = newBrowser();
    await thief.ask('beginReset', { email: owner.email });
    house.wait(day);
    await thief.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    await thief.ask('submitTotp', { code: code() });
    const { finish, recoveryKey, stored } = await thief.prepareReplacement(another);
    expect((await thief.ask('finishReplacement', finish)).status).toBe(200);
    expect(await proves(stored.accountId, recoveryKey)).toBe(200);
    expect((await notMe()).status).toBe(200);
    expect(await proves(stored.accountId, recoveryKey)).toBe(401);
  });
});

test('a new password takes addresses along that nobody confirmed (AUTH-22)', async () => {
  const { exportKey } = await signIn(owner);
  const waiting = `unconfirmed-${count}@example.test`;
  await owner.ask('addEmail', { email: waiting });
  const token = await house.tokenTo(waiting, 'confirm-new-address');
  expect((await changePassword(owner, exportKey, another)).status).toBe(200);
  expect((await newBrowser().ask('confirmAddress', { token })).problem.code).toBe('link_expired');
});

describe('a reset (AUTH-21)', () => {
  async function reset(prove: (one: TestCitizen) => Promise<unknown>) {
    const one = newBrowser();
    await one.ask('beginReset', { email: owner.email });
    house.wait(day);
    await one.ask('redeemReset', { token: await house.tokenTo(owner.email, 'reset-ready') });
    await prove(one);
    const { finish } = await one.prepareReplacement(another);
    expect((await one.ask('finishReplacement', finish)).status).toBe(200);
    return one;
  }

  test('ends passkeys that were not used for it, and addresses that nobody confirmed', async () => {
    await signIn(owner);
    const passkey = await addPasskey(owner);
    const waiting = `unconfirmed-${count}@example.test`;
    await owner.ask('addEmail', { email: waiting });
    const token = await house.tokenTo(waiting, 'confirm-new-address');
    const one = await reset((here) => here.ask('submitTotp', { code: code() }));
    expect((await aloneBy(passkey)).problem.code).toBe('wrong_passkey');
    expect(await listed(one)).toEqual(['totp']);
    expect((await newBrowser().ask('confirmAddress', { token })).problem.code).toBe('link_expired');
  });

  test('leaves the passkey that was used for it, and says where it was', async () => {
    await signIn(owner);
    const mine = await addPasskey(owner);
    const other = await addPasskey(owner);
    const one = await reset((here) => giveSecondStep(house, here, mine));
    expect((await one.ask('readSessions', {})).value.sessions[0]?.client).not.toBeNull();
    expect((await aloneBy(other)).problem.code).toBe('wrong_passkey');
    expect((await aloneBy(mine)).status).toBe(200);
  });
});
