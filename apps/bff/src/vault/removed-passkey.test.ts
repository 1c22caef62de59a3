import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPasskeySlot, passkeySlotId, type StoredVault } from '@signet/vault';
import { addPasskey } from '../testing/by-passkey.ts';
import { codeAt, createCitizen } from '../testing/citizen.ts';
import { keep, proveSlot, value } from '../testing/crash/steps.ts';
import { openHouse, type House } from '../testing/house.ts';

const password = 'a quiet harbor before seven';
const prf = () => new Uint8Array(32).fill(3);
let house: House;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** A passkey that is about to be let open the vault in one session; another session of its owner can take it off. */
async function scene() {
  const owner = createCitizen(house, `removed-${(count += 1)}@example.test`);
  const { secret, open } = await owner.signUp(password);
  const slotId = await passkeySlotId((await addPasskey(house, owner)).id);
  const exportKey = await owner.unlock(password);
  const stored = (await owner.ask('readVault', {})).value.vault as StoredVault;
  const pending = value(
    await addPasskeySlot({
      vault: open,
      stored,
      secret: { kind: 'password', exportKey },
      slotId,
      prf: prf(),
    }),
  );
  const keepIt = () =>
    keep({ citizen: owner, open }, { change: { kind: 'slot', slot: pending as never } });
  await keepIt();
  const me = { citizen: owner, open, stored, exportKey, factors: '' };
  const { commit } = await proveSlot(me, { kind: 'passkey', slotId, prf: prf() });
  house.wait(60_000);
  const elsewhere = createCitizen(house, owner.email);
  await elsewhere.provePassword(password);
  await elsewhere.ask('submitTotp', { code: codeAt(secret, house.bff.now()) });
  const factors = (await elsewhere.ask('readSecondFactors', {})).value.secondFactors;
  const id = factors.find(({ kind }) => kind === 'passkey')?.id as never;
  const remove = async () =>
    expect((await elsewhere.ask('removeSecondFactor', { id })).status).toBe(200);
  const kindsOfSlots = async () =>
    (await owner.ask('readVault', {})).value.vault.slots.map(({ kind }) => kind).toSorted();
  return { owner, commit, keepIt, remove, kindsOfSlots };
}

test('a passkey that is taken off takes along what was about to let it open the vault (AUTH-15)', async () => {
  const { owner, commit, remove, kindsOfSlots } = await scene();
  await remove();
  expect((await owner.ask('readPending', {})).value.change).toBeNull();
  expect((await commit()).status).not.toBe(200);
  expect(await kindsOfSlots()).toEqual(['password', 'recovery-key']);
});

test('no slot is put in place for a passkey that is in no list (AUTH-15)', async () => {
  const { commit, keepIt, remove, kindsOfSlots } = await scene();
  await remove();
  await keepIt();
  expect((await commit()).problem.code).toBe('not_found');
  expect(await kindsOfSlots()).toEqual(['password', 'recovery-key']);
});

test('what is pending of anything else stays when a passkey is taken off (AUTH-15)', async () => {
  const { owner, commit, kindsOfSlots } = await scene();
  const other = await addPasskey(house, owner);
  const { secondFactors } = (await owner.ask('readSecondFactors', {})).value;
  const id = secondFactors.find(({ credentialId }) => credentialId === other.id)?.id as never;
  expect((await owner.ask('removeSecondFactor', { id })).status).toBe(200);
  expect((await commit()).status).toBe(200);
  expect(await kindsOfSlots()).toEqual(['passkey', 'password', 'recovery-key']);
});
