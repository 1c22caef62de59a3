import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVault, openVault, type RecoveryKey, type StoredVault } from '@signet/vault';
import type { InputOf } from '@signet/contracts/operation';
import type { ceremonyOperations, PendingChange } from '@signet/contracts/ceremonies';
import { accountId } from '../testing/person.ts';
import { pretendBff, refused, type Answers } from '../testing/pretend-bff.ts';
import { newVault, writeElsewhere } from '../testing/stored-vault.ts';
import { newRecoveryKey, newRootKey, type WithNewKey } from './change-secrets.ts';
import { holdVault, lock } from './this-tab.ts';

type Commit = InputOf<typeof ceremonyOperations.commitSlot>;

let vault: Awaited<ReturnType<typeof newVault>>;
let kept: PendingChange | null;
let committed: Commit[];

beforeEach(async () => {
  lock();
  kept = null;
  committed = [];
  vault = await newVault();
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => lock());

const bff = (answers: Answers = {}) =>
  pretendBff({
    ...vault.answers,
    keepPending: ({ change }: { change: PendingChange }) => {
      kept = change;
      return {};
    },
    readPending: () => ({ change: kept }),
    commitSlot: (commit: Commit) => {
      committed.push(commit);
      const slots = vault.kept.stored.slots.filter(({ slotId }) => slotId !== commit.slot.slotId);
      const records = vault.kept.stored.records.filter(
        ({ purpose }) => !commit.removeRecords.includes(purpose),
      );
      const { manifest } = commit;
      vault.kept.stored = {
        ...vault.kept.stored,
        manifest,
        slots: [...slots, commit.slot],
        records,
      } as StoredVault;
      return { manifestVersion: commit.expectedManifestVersion + 1 };
    },
    ...answers,
  });

const opensWith = async (key: RecoveryKey) =>
  (
    await openVault({
      stored: vault.kept.stored,
      accountId,
      secret: { kind: 'recovery-key', key },
    })
  ).ok;

async function made(): Promise<WithNewKey> {
  const begun = await newRecoveryKey({ kind: 'password', exportKey: vault.exportKey() });
  if (!begun.ok) throw new Error(begun.error.code);
  return begun.value;
}

describe('a new recovery key (VAULT-10)', () => {
  test('opens nothing until it is written down, and then it opens the vault', async () => {
    const { bodies } = bff();
    const { recoveryKey, commit } = await made();
    expect(await opensWith(recoveryKey)).toBe(false);
    expect(await commit()).toEqual({ ok: true, value: true });
    expect(await opensWith(recoveryKey)).toBe(true);
    expect(bodies()).not.toContain(recoveryKey);
  });

  test('needs the password once more, not only the open vault', async () => {
    bff();
    const begun = await newRecoveryKey({ kind: 'password', exportKey: new Uint8Array(64).fill(1) });
    expect(begun).toMatchObject({ ok: false, error: { code: 'wrong_credentials' } });
    expect(kept).toBeNull();
  });

  test.each<[string, () => Promise<PendingChange | null>]>([
    ['nothing', async () => null],
    [
      'a slot of another vault',
      async () => {
        const other = await createVault({
          accountId,
          passwordSecret: new Uint8Array(64).fill(2),
          slotId: 'slt_00000000000000000000000001',
        });
        const slot = other.stored.slots.find(({ kind }) => kind === 'recovery-key');
        return {
          kind: 'slot',
          slot: { slot, proofDigest: 'd'.repeat(43) },
        } as unknown as PendingChange;
      },
    ],
    [
      'an altered slot',
      async () => {
        if (kept?.kind !== 'slot') throw new Error('nothing was kept');
        const { slot } = kept.slot;
        return { kind: 'slot', slot: { ...kept.slot, slot: { ...slot, epoch: slot.epoch + 1 } } };
      },
    ],
  ])('is not committed when the bff gives back %s', async (_what, given) => {
    bff();
    const { commit } = await made();
    kept = await given();
    await expect(
      commit().then(({ ok }) => ok || Promise.reject(new Error('refused'))),
    ).rejects.toThrow();
    expect(committed).toEqual([]);
  });

  test('is told when another tab was first', async () => {
    bff({ commitSlot: () => refused('vault_moved_on') });
    const { commit } = await made();
    expect(await commit()).toMatchObject({ ok: false, error: { code: 'vault_moved_on' } });
  });

  test('is told when another one was begun elsewhere while it was written down', async () => {
    bff();
    const { commit } = await made();
    await made();
    expect(await commit()).toMatchObject({ ok: false, error: { code: 'internal_error' } });
    expect(committed).toEqual([]);
  });

  test('takes effect though a record was written elsewhere meanwhile', async () => {
    bff();
    const { recoveryKey, commit } = await made();
    await writeElsewhere(vault, 'proofing-draft', '{}');
    expect(await commit()).toEqual({ ok: true, value: true });
    expect(await opensWith(recoveryKey)).toBe(true);
  });
});

describe('another root key (VAULT-10)', () => {
  test.each([
    ['takes effect', false],
    [
      'is told, and nothing is lost, when a record was written elsewhere while its key was written down',
      true,
    ],
  ])('%s', async (_what, moved) => {
    let vaults = 0;
    bff({
      commitVault: () => {
        vaults += 1;
        return { manifestVersion: 2 };
      },
    });
    const begun = await newRootKey(vault.exportKey());
    if (!begun.ok) throw new Error(begun.error.code);
    if (moved) await writeElsewhere(vault, 'proofing-draft', '{}');
    expect(await begun.value.commit()).toMatchObject(
      moved ? { ok: false, error: { code: 'vault_moved_on' } } : { ok: true },
    );
    expect(vaults).toBe(moved ? 0 : 1);
  });
});
