import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createVault,
  openRecord,
  openVault,
  sealRecord,
  writeProof,
  type OpenVault,
  type StoredVault,
} from '@signet/vault';
import { createCitizen, type TestCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { illegible } from '../testing/unsound-vaults.ts';

let house: House;
let owner: TestCitizen;
let open: OpenVault;
let stored: StoredVault;
beforeAll(async () => {
  house = await openHouse();
  owner = createCitizen(house, 'vault@example.test');
  ({ open, stored } = await owner.signUp(password));
});
afterAll(() => house.close());

const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const purpose = 'proofing-draft';
const password = 'a quiet harbor before seven';
const digest = 'A'.repeat(43);

/** A record and its manifest, as the browser sends them, and the vault as it is once they were taken. */
async function seal(from: OpenVault, text: string) {
  const { record, manifest, expectedManifestVersion, writeProof, next } = await sealRecord(
    from,
    purpose,
    bytes(text),
  );
  return { next, sealed: { record, manifest, expectedManifestVersion, writeProof } };
}

async function write(from: OpenVault, text: string) {
  const { next, sealed } = await seal(from, text);
  return { next, sealed, answer: await owner.ask('writeRecord', sealed as never) };
}
const readBack = async () => (await owner.ask('readVault', {})).value;

test('what was made in the browser is handed back unchanged', async () => {
  const { vault } = await readBack();
  const bySlot = ({ slots }: { slots: readonly { slotId: string }[] }) =>
    slots.toSorted((one, other) => (one.slotId < other.slotId ? -1 : 1));
  expect({ ...vault, slots: bySlot(vault) }).toEqual({ ...stored, slots: bySlot(stored) });
});

test('a record is stored with its manifest and read back by its owner alone', async () => {
  const { next, answer } = await write(open, 'the first draft');
  expect(answer.status).toBe(200);
  open = next;
  const { vault } = await readBack();
  const record = vault.records.find((one) => one.purpose === purpose);
  expect(Buffer.from(await openRecord(open, record as never)).toString()).toBe('the first draft');
  expect(house.bytesAtRest().includes('the first draft')).toBe(false);
});

describe('writing is compare-and-set on the version of the manifest (VAULT-9)', () => {
  test('of two tabs that write at once, one is told that it is late, and loses nothing', async () => {
    const [one, other] = await Promise.all([write(open, 'tab one'), write(open, 'tab two')]);
    const statuses = [one.answer.status, other.answer.status].map(String).toSorted();
    expect(statuses).toEqual(['200', '409']);
    const winner = one.answer.status === 200 ? one : other;
    const late = one.answer.status === 200 ? other : one;
    expect(late.answer.problem.code).toBe('vault_moved_on');
    open = winner.next;
  });

  test('an older version is never taken, not even with its own number', async () => {
    const first = await write(open, 'newer');
    open = first.next;
    const replayed = await owner.ask('writeRecord', first.sealed as never);
    expect(replayed.problem.code).toBe('vault_moved_on');
    const again = { ...first.sealed, expectedManifestVersion: (await readBack()).manifestVersion };
    expect((await owner.ask('writeRecord', again as never)).problem.code).toBe('malformed_request');
  });

  test('a record that its manifest does not list is refused, whole', async () => {
    const before = await readBack();
    const { sealed } = await seal(open, 'one');
    const { record } = (await seal(open, 'another')).sealed;
    const mixed = await owner.ask('writeRecord', { ...sealed, record } as never);
    expect(mixed.problem.code).toBe('malformed_request');
    expect(await readBack()).toEqual(before);
  });
});

test('under a manifest that is no list nothing is written or removed, and nobody is called for it (WEB-3)', async () => {
  const before = await readBack();
  const { record, ...rest } = illegible((await seal(open, 'a draft')).sealed);
  const written = await owner.ask('writeRecord', { record, ...rest } as never);
  const removed = await owner.ask('removeRecord', { purpose, ...rest } as never);
  for (const { status, problem } of [written, removed])
    expect({ status, code: problem.code }).toEqual({ status: 400, code: 'malformed_request' });
  expect(await readBack()).toEqual(before);
  expect(house.output()).not.toContain('unexpected-error');
});

describe('a session without the root key (VAULT-11)', () => {
  /** Of a root key of their own, in a vault under the owner's name. */
  async function thiefs(): Promise<OpenVault> {
    const slotId = 'slt_00000000000000000000000001';
    const passwordSecret = new Uint8Array(64).fill(1);
    return (await createVault({ accountId: open.accountId, passwordSecret, slotId })).vault;
  }

  test('writes and removes no record, though its manifest agrees with all that is stored', async () => {
    const before = await readBack();
    const { proof } = await writeProof(await thiefs());
    const { sealed } = await seal(open, 'not yours');
    const { record, ...removal } = { ...sealed, writeProof: proof };
    const written = await owner.ask('writeRecord', { ...removal, record } as never);
    expect(written.problem.code).toBe('unlock_required');
    const taken = await owner.ask('removeRecord', { ...removal, purpose } as never);
    expect(taken.problem.code).toBe('unlock_required');
    expect(await readBack()).toEqual(before);
  });

  test('keeps no other vault to be committed, however lately its secret was proved', async () => {
    await owner.unlock(password);
    const kept = await owner.keepPending(await thiefs(), {
      change: { kind: 'vault', vault: { vault: stored as never, proofDigest: digest } },
      recoveryProofDigest: digest,
      writeProofDigest: digest,
    });
    expect(kept.problem.code).toBe('unlock_required');
    expect((await owner.ask('readPending', {})).value.change).toBeNull();
  });
});

test('nobody reads or writes the vault of another', async () => {
  const stranger = createCitizen(house, 'stranger@example.test');
  await stranger.signUp('another harbor after seven');
  const before = await readBack();
  const { sealed } = await seal(open, 'not yours');
  expect((await stranger.ask('writeRecord', sealed as never)).status).toBeGreaterThanOrEqual(400);
  expect((await stranger.ask('readVault', {})).value.vault.accountId).not.toBe(
    before.vault.accountId,
  );
  expect(await readBack()).toEqual(before);
});

test('what the bff hands back opens with the key of the password and no other', async () => {
  const { vault } = await readBack();
  const opened = await openVault({
    stored: vault as StoredVault,
    accountId: vault.accountId,
    secret: { kind: 'password', exportKey: new Uint8Array(64).fill(1) },
  });
  expect(opened.ok).toBe(false);
});
