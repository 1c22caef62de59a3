import { describe, expect, test } from 'vitest';
import { openRecord } from '../open-record.ts';
import { openVault } from '../open-vault.ts';
import { sealRecord } from '../seal-record.ts';
import type { PendingSlot, SlotCommit } from '../sealed/pending.ts';
import type { StoredVault } from '../sealed/stored-vault.ts';
import { proofDigestOf } from '../testing/proof-digest.ts';
import { accountId, exportKey, password, sampleVault, written } from '../testing/sample.ts';
import { refusal, valueOf } from '../testing/refusal.ts';
import type { VaultSecret } from '../vault-secret.ts';
import { addPasskeySlot } from './add-passkey-slot.ts';
import { changePasswordSlot } from './change-password-slot.ts';
import { provePendingSlot } from './prove-pending-slot.ts';
import { reissueRecoveryKey } from './reissue-recovery-key.ts';

const newExportKey = new Uint8Array(64).fill(9);
const newPassword: VaultSecret = { kind: 'password', exportKey: newExportKey };
const passkey = {
  kind: 'passkey',
  slotId: 'slt_passkey',
  prf: new Uint8Array(32).fill(5),
} as const;

/** What the bff does in one transaction, once the proof fits the digest it was given in the first phase. */
async function committed(
  stored: StoredVault,
  pending: PendingSlot,
  commit: SlotCommit,
): Promise<StoredVault> {
  expect(await proofDigestOf(commit.proof)).toBe(pending.proofDigest);
  return {
    ...stored,
    manifest: commit.manifest,
    slots: [...stored.slots.filter(({ slotId }) => slotId !== commit.slot.slotId), commit.slot],
    records: stored.records.filter(({ purpose }) => !commit.removeRecords.includes(purpose)),
  };
}

describe('a new password', () => {
  test.each(['password', 'recovery'] as const)(
    'given the %s, opens what the old one opened, and no record is sealed anew',
    async (given) => {
      const sample = await sampleVault();
      const { vault, stored, record, content } = sample;
      const secret = given === 'password' ? password : sample.recovery;
      const pending = valueOf(await changePasswordSlot({ vault, stored, secret, newExportKey }));
      const { commit, next } = valueOf(
        await provePendingSlot({ vault, stored, pending, secret: newPassword }),
      );
      const after = await committed(stored, pending, commit);

      expect(after.records).toEqual(stored.records);
      const opened = valueOf(
        await openVault({
          stored: after,
          accountId,
          secret: newPassword,
          lowestAcceptedVersion: 3,
        }),
      );
      expect(await openRecord(opened, record)).toEqual(content);
      expect(await openRecord(next, record)).toEqual(content);
      expect(
        valueOf(await openVault({ stored: after, accountId, secret: sample.recovery })).manifest
          .version,
      ).toBe(3);
      expect(await openVault({ stored: after, accountId, secret: password })).toMatchObject({
        error: { type: 'wrong_secret' },
      });
    },
  );

  test('until it is committed, the old password opens the vault and the new one does not', async () => {
    const { vault, stored } = await sampleVault();
    valueOf(await changePasswordSlot({ vault, stored, secret: password, newExportKey }));
    expect((await openVault({ stored, accountId, secret: password })).ok).toBe(true);
    expect((await openVault({ stored, accountId, secret: newPassword })).ok).toBe(false);
  });

  test('a record written between the phases is kept', async () => {
    const { vault, stored } = await sampleVault();
    const pending = valueOf(
      await changePasswordSlot({ vault, stored, secret: password, newExportKey }),
    );
    const change = await sealRecord(vault, 'agency-keys', Uint8Array.of(1));
    const meanwhile = written(stored, change);
    const { commit } = valueOf(
      await provePendingSlot({ vault, stored: meanwhile, pending, secret: newPassword }),
    );
    expect(commit.expectedManifestVersion).toBe(3);
    const after = await committed(meanwhile, pending, commit);
    const opened = valueOf(await openVault({ stored: after, accountId, secret: newPassword }));
    expect(await openRecord(opened, change.record)).toEqual(Uint8Array.of(1));
  });
});

describe('a passkey', () => {
  test('is a further way in, beside the others', async () => {
    const { vault, stored, record, content, recovery } = await sampleVault();
    const { slotId, prf } = passkey;
    const pending = valueOf(await addPasskeySlot({ vault, stored, secret: password, slotId, prf }));
    const { commit } = valueOf(await provePendingSlot({ vault, stored, pending, secret: passkey }));
    const after = await committed(stored, pending, commit);
    for (const secret of [password, recovery, passkey]) {
      const opened = valueOf(await openVault({ stored: after, accountId, secret }));
      expect(await openRecord(opened, record)).toEqual(content);
    }
    const again = await addPasskeySlot({ vault, stored: after, secret: password, slotId, prf });
    expect(again).toEqual({ ok: false, error: { type: 'slot_taken' } });
  });

  test('no more than ten of them', async () => {
    const { vault, stored } = await sampleVault();
    let now = stored;
    for (let count = 0; count < 10; count += 1) {
      const added = { kind: 'passkey', slotId: `slt_${count}`, prf: passkey.prf } as const;
      const pending = valueOf(
        await addPasskeySlot({ vault, stored: now, secret: password, ...added }),
      );
      const { commit } = valueOf(
        await provePendingSlot({ vault, stored: now, pending, secret: added }),
      );
      now = await committed(now, pending, commit);
    }
    expect((await openVault({ stored: now, accountId, secret: password })).ok).toBe(true);
    expect(await addPasskeySlot({ vault, stored: now, secret: password, ...passkey })).toEqual({
      ok: false,
      error: { type: 'too_many_slots' },
    });
  });
});

describe('a new recovery key', () => {
  test('takes the place of the old one, also where the old one still waits to be shown', async () => {
    const { vault, stored, recovery } = await sampleVault();
    expect(stored.records.map(({ purpose }) => purpose)).toContain('recovery-key-to-show');
    const { pending, recoveryKey } = valueOf(
      await reissueRecoveryKey({ vault, stored, secret: password }),
    );
    const secret: VaultSecret = { kind: 'recovery-key', key: recoveryKey };
    const { commit } = valueOf(await provePendingSlot({ vault, stored, pending, secret }));
    const after = await committed(stored, pending, commit);
    expect(after.records.map(({ purpose }) => purpose)).toEqual(['credentials']);
    expect((await openVault({ stored: after, accountId, secret })).ok).toBe(true);
    expect((await openVault({ stored: after, accountId, secret: password })).ok).toBe(true);
    expect((await openVault({ stored: after, accountId, secret: recovery })).ok).toBe(false);
  });
});

describe('VAULT-6: the root key is wrapped only with a secret given again, to a secret the browser derived', () => {
  test('an open vault alone starts no ceremony', async () => {
    const { vault, stored } = await sampleVault();
    const secret: VaultSecret = { kind: 'password', exportKey: new Uint8Array(64).fill(1) };
    const wrong = { ok: false, error: { type: 'wrong_secret' } };
    expect(await changePasswordSlot({ vault, stored, secret, newExportKey })).toEqual(wrong);
    expect(await reissueRecoveryKey({ vault, stored, secret })).toEqual(wrong);
    expect(await addPasskeySlot({ vault, stored, secret, ...passkey })).toEqual({
      ok: false,
      error: { type: 'wrong_secret' },
    });
    vault.close();
    expect(
      await refusal(changePasswordSlot({ vault, stored, secret: password, newExportKey })),
    ).toBe('closed');
  });

  test('a pending slot that is not the one that was written is refused', async () => {
    const { vault, stored } = await sampleVault();
    const other = await sampleVault('credentials', new Uint8Array(1), { accountId, exportKey });
    const pending = valueOf(
      await changePasswordSlot({ vault, stored, secret: password, newExportKey }),
    );
    const foreign = valueOf(
      await changePasswordSlot({
        vault: other.vault,
        stored: other.stored,
        secret: password,
        newExportKey,
      }),
    );
    const answers: [string, PendingSlot, string][] = [
      ['of another root key', foreign, 'pending_differs'],
      ['at another epoch', { ...pending, slot: { ...pending.slot, epoch: 3 } }, 'pending_differs'],
      [
        'as a second password',
        { ...pending, slot: { ...pending.slot, slotId: 'slt_two', epoch: 1 } },
        'pending_differs',
      ],
      [
        'of another kind',
        { ...pending, slot: { ...pending.slot, kind: 'passkey' } },
        'pending_differs',
      ],
      ['with a public key', { ...pending, wrapTo: 'key' } as PendingSlot, 'malformed'],
    ];
    for (const [, answer, code] of answers) {
      const attempt = provePendingSlot({ vault, stored, pending: answer, secret: newPassword });
      expect(await refusal(attempt)).toBe(code);
    }
    const old = await provePendingSlot({ vault, stored, pending, secret: password });
    expect(old).toEqual({ ok: false, error: { type: 'wrong_secret' } });
  });

  test('an older vault is refused in a ceremony too', async () => {
    const { vault, stored } = await sampleVault();
    const change = await sealRecord(vault, 'credentials', new Uint8Array(1));
    const attempt = changePasswordSlot({
      vault: change.next,
      stored,
      secret: password,
      newExportKey,
    });
    expect(await refusal(attempt)).toBe('version_rollback');
  });
});
