import { describe, expect, test } from 'vitest';
import { openRecord } from '../open-record.ts';
import { openVault } from '../open-vault.ts';
import { sealRecord } from '../seal-record.ts';
import type { PendingVault } from '../sealed/pending.ts';
import { proofDigestOf } from '../testing/proof-digest.ts';
import {
  accountId,
  exportKey,
  password,
  type Sample,
  sampleVault,
  written,
} from '../testing/sample.ts';
import { refusal, valueOf } from '../testing/refusal.ts';
import type { VaultSecret } from '../vault-secret.ts';
import { addPasskeySlot } from './add-passkey-slot.ts';
import { provePendingSlot } from './prove-pending-slot.ts';
import { provePendingVault } from './prove-pending-vault.ts';
import { rotateRootKey } from './rotate-root-key.ts';

const newExportKey = new Uint8Array(64).fill(9);
const first = { kind: 'passkey', slotId: 'slt_first', prf: new Uint8Array(32).fill(1) } as const;
const second = { kind: 'passkey', slotId: 'slt_second', prf: new Uint8Array(32).fill(2) } as const;

/** A vault with two passkeys. */
async function withPasskeys(): Promise<Sample> {
  const sample = await sampleVault();
  let { vault, stored } = sample;
  for (const added of [first, second]) {
    const pending = valueOf(await addPasskeySlot({ vault, stored, secret: password, ...added }));
    const { commit, next } = valueOf(
      await provePendingSlot({ vault, stored, pending, secret: added }),
    );
    stored = { ...stored, manifest: commit.manifest, slots: [...stored.slots, commit.slot] };
    vault = next;
  }
  return { ...sample, vault, stored };
}

describe('a new root key', () => {
  test('drops a passkey, keeps the rest, and what was kept of the old vault opens nothing of the new', async () => {
    const { vault, stored, content, recovery } = await withPasskeys();
    const rotation = valueOf(
      await rotateRootKey({
        vault,
        stored,
        secret: password,
        passwordSecret: exportKey,
        passkeys: [first],
      }),
    );
    const { pending, recoveryKey, dropped } = rotation;
    expect(dropped.map(({ slotId }) => slotId)).toEqual([second.slotId]);

    const secrets: VaultSecret[] = [password, first, { kind: 'recovery-key', key: recoveryKey }];
    const { commit, next } = valueOf(await provePendingVault({ vault, stored, pending, secrets }));
    expect(await proofDigestOf(commit.proof)).toBe(pending.proofDigest);
    expect(commit.manifest === pending.vault.manifest && commit.expectedManifestVersion === 4).toBe(
      true,
    );

    const after = pending.vault;
    const [record] = after.records;
    if (record === undefined) throw new Error('no record');
    for (const secret of secrets) {
      const opened = valueOf(
        await openVault({ stored: after, accountId, secret, lowestAcceptedVersion: 5 }),
      );
      expect(await openRecord(opened, record)).toEqual(content);
      expect(opened.manifest.rootKeyEpoch).toBe(2);
    }
    expect(await openRecord(next, record)).toEqual(content);

    expect((await openVault({ stored: after, accountId, secret: recovery })).ok).toBe(false);
    expect((await openVault({ stored: after, accountId, secret: second })).ok).toBe(false);
    const replanted = {
      ...after,
      slots: [...after.slots, ...stored.slots.filter(({ slotId }) => slotId === second.slotId)],
    };
    expect(await refusal(openVault({ stored: replanted, accountId, secret: second }))).toBe(
      'manifest_altered',
    );
    expect(await refusal(openRecord(vault, record))).toBe('records_differ');
  });

  test('recovery: with the recovery key and a new password nothing is lost, and a new recovery key is issued', async () => {
    const { stored, content, recovery } = await sampleVault();
    const vault = valueOf(await openVault({ stored, accountId, secret: recovery }));
    const { pending, recoveryKey } = valueOf(
      await rotateRootKey({
        vault,
        stored,
        secret: recovery,
        passwordSecret: newExportKey,
        passkeys: [],
      }),
    );
    const newPassword: VaultSecret = { kind: 'password', exportKey: newExportKey };
    const secrets: VaultSecret[] = [newPassword, { kind: 'recovery-key', key: recoveryKey }];
    valueOf(await provePendingVault({ vault, stored, pending, secrets }));
    const opened = valueOf(
      await openVault({ stored: pending.vault, accountId, secret: newPassword }),
    );
    const record = pending.vault.records.find(({ purpose }) => purpose === 'credentials');
    if (record === undefined) throw new Error('no record');
    expect(await openRecord(opened, record)).toEqual(content);
    expect(pending.vault.records).toHaveLength(1);
    for (const secret of [password, recovery]) {
      expect((await openVault({ stored: pending.vault, accountId, secret })).ok).toBe(false);
    }
  });

  test("is not committed before every slot of it was opened, the new recovery key's too", async () => {
    const { vault, stored, recovery: old } = await sampleVault();
    const request = { vault, stored, secret: password, passwordSecret: exportKey, passkeys: [] };
    const { pending, recoveryKey } = valueOf(await rotateRootKey(request));
    const recovery: VaultSecret = { kind: 'recovery-key', key: recoveryKey };
    const prove = (secrets: VaultSecret[], input: PendingVault = pending) =>
      provePendingVault({ vault, stored, pending: input, secrets });
    expect(await prove([password])).toEqual({ ok: false, error: { type: 'unproven_slot' } });
    const wrong: VaultSecret = { kind: 'password', exportKey: newExportKey };
    expect(await prove([wrong, recovery])).toEqual({ ok: false, error: { type: 'wrong_secret' } });

    const earlier = valueOf(await rotateRootKey(request));
    expect(await prove([password, recovery], earlier.pending)).toEqual({
      ok: false,
      error: { type: 'wrong_secret' },
    });
    const stripped = { ...pending, vault: { ...pending.vault, records: [] } };
    expect(await refusal(prove([password, recovery], stripped))).toBe('records_differ');
    const mixed = {
      ...pending,
      vault: {
        ...pending.vault,
        slots: [...pending.vault.slots.slice(0, 1), ...stored.slots.slice(1)],
      },
    };
    expect(await refusal(prove([password, recovery], mixed))).toBe('slots_differ');
    const unchanged = prove([password, old], { ...pending, vault: stored });
    expect(await refusal(unchanged)).toBe('pending_differs');
  });

  test('a record written between the phases voids the rotation', async () => {
    const { vault, stored } = await sampleVault();
    const request = { vault, stored, secret: password, passwordSecret: exportKey, passkeys: [] };
    const { pending, recoveryKey } = valueOf(await rotateRootKey(request));
    const meanwhile = written(stored, await sealRecord(vault, 'agency-keys', Uint8Array.of(1)));
    const secrets: VaultSecret[] = [password, { kind: 'recovery-key', key: recoveryKey }];
    expect(await refusal(provePendingVault({ vault, stored: meanwhile, pending, secrets }))).toBe(
      'pending_differs',
    );
  });

  test('a passkey that the vault does not have cannot be kept, and a wrong secret starts nothing', async () => {
    const { vault, stored } = await sampleVault();
    const request = { vault, stored, passwordSecret: exportKey, passkeys: [first] };
    expect(await rotateRootKey({ ...request, secret: password })).toEqual({
      ok: false,
      error: { type: 'no_such_slot' },
    });
    const secret: VaultSecret = { kind: 'password', exportKey: newExportKey };
    expect(await rotateRootKey({ ...request, secret })).toEqual({
      ok: false,
      error: { type: 'wrong_secret' },
    });
  });
});
