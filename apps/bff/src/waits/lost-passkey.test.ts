import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPasskeySlot, openVault, passkeySlotId, type StoredVault } from '@signet/vault';
import { addPasskey } from '../testing/by-passkey.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { keep, proveSlot, turnRootKey, value } from '../testing/crash/steps.ts';
import { openHouse, type House } from '../testing/house.ts';

const day = 24 * 60 * 60_000;
const password = 'a quiet harbor before seven';
let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const readVault = async (one: TestCitizen) =>
  (await one.ask('readVault', {})).value.vault as StoredVault;
const dueFor = async (one: TestCitizen) => {
  const { value: session } = await one.ask('readSession', {});
  return session.stage === 'signed-in' ? session.due : session.stage;
};

/** Everything is lost but the password, and a day has passed; answers with what the password opens the vault with. */
async function waitForAnotherStep(email: string) {
  const one = createCitizen(house, email);
  await one.provePassword(password);
  await one.ask('beginNewSecondFactor', {});
  house.wait(day);
  const token = await house.tokenTo(email, 'new-second-factor-ready');
  await one.ask('confirmNewSecondFactor', { token });
  const { exportKey } = await one.provePassword(password);
  if (exportKey === undefined) throw new Error('the password was not taken');
  await one.addTotp();
  return { one, exportKey };
}

test('who lost a passkey that opens the vault changes its locks before anything is shared (AUTH-21)', async () => {
  const owner = createCitizen(house, 'one@example.test');
  const { open } = await owner.signUp(password);
  const { accountId } = open;
  const exportKey = await owner.unlock(password);
  const stored = await readVault(owner);
  const slotId = await passkeySlotId((await addPasskey(house, owner)).id);
  const passkey = () => ({ kind: 'passkey', slotId, prf: new Uint8Array(32).fill(7) }) as const;
  const pending = value(
    await addPasskeySlot({
      vault: open,
      stored,
      secret: { kind: 'password', exportKey },
      slotId,
      prf: passkey().prf,
    }),
  );
  await keep({ citizen: owner, open }, { change: { kind: 'slot', slot: pending as never } });
  const me = { citizen: owner, open, stored, exportKey, factors: '' };
  expect((await (await proveSlot(me, passkey())).commit()).status).toBe(200);
  expect(await dueFor(owner)).toBeNull();

  const { one, exportKey: again } = await waitForAnotherStep(owner.email);
  expect(await dueFor(one)).toBe('new-locks');
  const before = await readVault(one);
  expect((await openVault({ stored: before, accountId, secret: passkey() })).ok).toBe(true);

  const secret = { kind: 'password', exportKey: again.slice() } as const;
  const opened = value(
    await openVault({
      stored: before,
      accountId,
      secret: { kind: 'password', exportKey: again.slice() },
    }),
  );
  const { commit } = await turnRootKey(
    { citizen: one, open: opened, stored: before },
    secret,
    () => again.slice(),
    { passkeys: [] },
  );
  expect((await commit()).status).toBe(200);
  expect(await dueFor(one)).toBeNull();
  const after = await readVault(one);
  expect((await openVault({ stored: after, accountId, secret: passkey() })).ok).toBe(false);
});

test('who lost none need not (AUTH-21)', async () => {
  const owner = createCitizen(house, 'two@example.test');
  await owner.signUp(password);
  const { one } = await waitForAnotherStep(owner.email);
  expect(await dueFor(one)).toBeNull();
});
