import {
  createVault,
  readManifest,
  sealRecord,
  type OpenVault,
  type RecordPurpose,
  type RecoveryKey,
  type StoredVault,
} from '@signet/vault';
import type { InputOf } from '@signet/contracts/operation';
import type { vaultOperations } from '@signet/contracts/vault';
import { accountId } from './person.ts';
import { refused, type Answers } from './pretend-bff.ts';
import { unlockedVault } from '../vault/this-tab.ts';

type Write = InputOf<typeof vaultOperations.writeRecord>;
type Remove = InputOf<typeof vaultOperations.removeRecord>;

/** A vault of the person, and the bff's half of it: ciphertext, and compare-and-set on the manifest's version (VAULT-9). */
export async function newVault(): Promise<{
  readonly open: OpenVault;
  readonly exportKey: () => Uint8Array;
  readonly recoveryKey: RecoveryKey;
  readonly kept: { stored: StoredVault };
  readonly answers: Answers;
}> {
  const secret = crypto.getRandomValues(new Uint8Array(64));
  const slotId = 'slt_00000000000000000000000001';
  const made = await createVault({ accountId, passwordSecret: secret.slice(), slotId });
  const kept = { stored: made.stored };
  const moved = (expected: number) => readManifest(kept.stored.manifest).version !== expected;
  const keep = (next: Partial<StoredVault>) => {
    kept.stored = { ...kept.stored, ...next };
    return { manifestVersion: readManifest(kept.stored.manifest).version };
  };
  const without = (purpose: string) => kept.stored.records.filter((one) => one.purpose !== purpose);
  return {
    open: made.vault,
    exportKey: () => secret.slice(),
    recoveryKey: made.recoveryKey,
    kept,
    answers: {
      readVault: () => ({
        vault: kept.stored,
        manifestVersion: readManifest(kept.stored.manifest).version,
      }),
      writeRecord: ({ record, manifest, expectedManifestVersion }: Write) =>
        moved(expectedManifestVersion)
          ? refused('vault_moved_on')
          : keep({ manifest, records: [...without(record.purpose), record] }),
      removeRecord: ({ purpose, manifest, expectedManifestVersion }: Remove) =>
        moved(expectedManifestVersion)
          ? refused('vault_moved_on')
          : keep({ manifest, records: without(purpose) }),
    },
  };
}

/** Writes a record as another tab does: this one does not know of it until it is told that the vault moved on. */
export async function writeElsewhere(
  { answers }: { readonly answers: Answers },
  purpose: RecordPurpose,
  content: string,
): Promise<void> {
  const open = unlockedVault()?.open;
  if (open === undefined) throw new Error('the vault is locked');
  const bytes = new TextEncoder().encode(content);
  const { record, manifest, expectedManifestVersion } = await sealRecord(open, purpose, bytes);
  answers.writeRecord?.({ record, manifest, expectedManifestVersion } as never, {});
}
