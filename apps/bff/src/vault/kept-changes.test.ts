import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changePasswordSlot } from '@signet/vault';
import type { StoredSlot } from '@signet/vault/sealed';
import { opened } from '../testing/change-password.ts';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { proveSlot, value } from '../testing/crash/steps.ts';
import { openHouse, type House } from '../testing/house.ts';
import { illegible, restated } from '../testing/unsound-vaults.ts';

// VAULT-10: of a change that is kept and committed in two phases, what is wrong in one thing alone.

const password = 'a quiet harbor before seven';
let house: House;
let owner: TestCitizen;
let me: Awaited<ReturnType<typeof opened>>;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  house.wait(11 * 60_000);
  owner = createCitizen(house, `kept-${(count += 1)}@example.test`);
  await owner.signUp(password);
  me = await opened(owner, await owner.unlock(password));
});

async function newPassword() {
  const { open, stored, secretOf } = me;
  const registered = await owner.registerAgain(stored.accountId, 'a louder harbor after eight');
  const newExportKey = registered.exportKey();
  const slot = value(
    await changePasswordSlot({ vault: open, stored, secret: secretOf(), newExportKey }),
  ) as never;
  const { registration, exportKey } = registered;
  return { kept: { change: { kind: 'slot', slot } as const, registration }, exportKey };
}

test.each(['recoveryProofDigest', 'writeProofDigest'] as const)(
  'another password is not kept with a %s, which is not for it',
  async (field) => {
    const { kept } = await newPassword();
    const { problem } = await owner.keepPending(me.open, { ...kept, [field]: 'A'.repeat(43) });
    expect(problem.code).toBe('malformed_request');
    expect((await owner.keepPending(me.open, kept)).status).toBe(200);
  },
);

test('no vault is kept whose manifest is no list', async () => {
  const vault = { vault: illegible(me.stored), proofDigest: 'A'.repeat(43) };
  const asked = { change: { kind: 'vault', vault }, writeProofDigest: 'A'.repeat(43) } as never;
  const { status, problem } = await owner.keepPending(me.open, asked);
  expect({ status, code: problem.code }).toEqual({ status: 400, code: 'malformed_request' });
});

type Commit = Awaited<ReturnType<typeof proveSlot>>['proved'];

/** Another slot than the one that was kept, which the manifest lists. */
const withSlot = (change: (slot: StoredSlot) => Partial<StoredSlot>) => (commit: Commit) => {
  const slot = { ...commit.slot, ...change(commit.slot) };
  const { sealed, ...place } = slot;
  const digest = createHash('sha256').update(sealed).digest('base64url');
  return restated({ ...commit, slot }, (manifest) => ({
    ...manifest,
    slots: manifest.slots.map((one) =>
      one.slotId === slot.slotId ? { ...one, ...place, digest } : one,
    ),
  }));
};

describe('a commit is refused, and leaves what was kept', () => {
  // prettier-ignore
  test.each<[string, (commit: Commit) => Commit]>([
    ['of a later version than the next',   (commit) => restated(commit, (one) => ({ ...one, version: one.version + 1 }))],
    ['under a manifest that is no list',   illegible],
    ['of a slot at another epoch',         withSlot(({ epoch }) => ({ epoch: epoch + 1 }))],
    ['of a slot for another secret',       withSlot(() => ({ kind: 'passkey' }))],
    ['of a slot that was sealed otherwise', withSlot(({ sealed }) => ({ sealed: sealed.replace(/.(?=.{8}$)/, (one) => one === 'A' ? 'B' : 'A') as typeof sealed }))],
  ])('%s', async (_what, change) => {
    const { kept, exportKey } = await newPassword();
    await owner.keepPending(me.open, kept);
    const { proved, commit } = await proveSlot(me, { kind: 'password', exportKey: exportKey() });
    const { problem } = await owner.ask('commitSlot', change(proved) as never);
    expect(problem.code).toBe('malformed_request');
    expect((await commit()).status).toBe(200);
  });
});
