import { createVault } from '../create-vault.ts';
import { sealRecord, type VaultChange } from '../seal-record.ts';
import type { RecordPurpose, StoredRecord } from '../sealed/record.ts';
import type { StoredVault } from '../sealed/stored-vault.ts';
import type { OpenVault } from '../unlocked.ts';
import type { VaultSecret } from '../vault-secret.ts';

export const accountId = 'sub_first';
export const passwordSlotId = 'slt_password';
export const exportKey = new Uint8Array(64).fill(7);
export const password: VaultSecret = { kind: 'password', exportKey };

export interface Sample {
  readonly vault: OpenVault;
  readonly stored: StoredVault;
  readonly record: StoredRecord;
  readonly recovery: VaultSecret;
  readonly content: Uint8Array;
}

/** A vault with one sealed record of `purpose`, at manifest version 2. */
export async function sampleVault(
  purpose: RecordPurpose = 'credentials',
  content: Uint8Array = new TextEncoder().encode('what was sealed'),
  owner: { accountId: string; exportKey: Uint8Array } = { accountId, exportKey },
): Promise<Sample> {
  const made = await createVault({
    accountId: owner.accountId,
    passwordSecret: owner.exportKey,
    slotId: passwordSlotId,
  });
  const change = await sealRecord(made.vault, purpose, content);
  const recovery: VaultSecret = { kind: 'recovery-key', key: made.recoveryKey };
  return {
    vault: change.next,
    stored: written(made.stored, change),
    record: change.record,
    recovery,
    content,
  };
}

/** What the bff keeps once it accepted a change. */
export function written(
  stored: StoredVault,
  change: VaultChange & { readonly record?: StoredRecord },
  removed?: RecordPurpose,
): StoredVault {
  const purpose = removed ?? change.record?.purpose;
  const others = stored.records.filter((record) => record.purpose !== purpose);
  const records = change.record === undefined ? others : [...others, change.record];
  return { ...stored, manifest: change.manifest, records };
}
