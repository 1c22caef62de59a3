import { listRecord, listSlot, sealManifest } from './manifest.ts';
import { sealContent } from './record.ts';
import { createRecoveryKey, type RecoveryKey, recoveryKeyBytes } from './recovery-key.ts';
import { createRootKey } from './root-key.ts';
import type { Manifest } from './sealed/manifest.ts';
import type { StoredVault } from './sealed/stored-vault.ts';
import { openSlot, sealSlot } from './slot.ts';
import { type OpenVault, vaultOf } from './unlocked.ts';
import { VaultError } from './vault-error.ts';
import type { VaultSecret } from './vault-secret.ts';

/** A vault has one slot for its recovery key, under this id. */
export const recoverySlotId = 'recovery-key';

/**
 * Makes a vault: a new root key, wrapped once under the password's `export_key` (64 bytes) and once under a new recovery
 * key. The recovery key is also sealed as the record `recovery-key-to-show` until it was shown and that record removed.
 */
export async function createVault(request: {
  readonly accountId: string;
  readonly passwordSecret: Uint8Array;
  readonly slotId: string;
}): Promise<{
  readonly vault: OpenVault;
  readonly stored: StoredVault;
  readonly recoveryKey: RecoveryKey;
}> {
  const { accountId, slotId } = request;
  const password: VaultSecret = { kind: 'password', exportKey: request.passwordSecret };
  const recoveryKey = createRecoveryKey();
  const carried = await createRootKey();

  const passwordPlace = { accountId, kind: 'password', slotId, epoch: 1 } as const;
  const recoveryPlace = {
    accountId,
    kind: 'recovery-key',
    slotId: recoverySlotId,
    epoch: 1,
  } as const;
  const passwordSlot = await sealSlot(passwordPlace, password, carried);
  const recoverySlot = await sealSlot(
    recoveryPlace,
    { kind: 'recovery-key', key: recoveryKey },
    carried,
  );

  // Opened as it will be opened from now on: a slot that does not open is never stored, and the key that stays is the
  // non-extractable one (VAULT-8).
  const rootKey = await openSlot(passwordPlace, password, passwordSlot.sealed);
  if (rootKey === undefined) throw new VaultError('slot_altered');
  const toShow = await sealContent(
    { accountId, rootKeyEpoch: 1, purpose: 'recovery-key-to-show', version: 1 },
    rootKey,
    recoveryKeyBytes(recoveryKey),
  );
  const manifest: Manifest = {
    version: 1,
    rootKeyEpoch: 1,
    slots: [await listSlot(passwordSlot), await listSlot(recoverySlot)],
    records: [await listRecord(toShow)],
  };
  const stored: StoredVault = {
    accountId,
    manifest: await sealManifest(accountId, rootKey, manifest),
    slots: [passwordSlot, recoverySlot],
    records: [toShow],
  };
  return { vault: vaultOf({ accountId, rootKey, manifest }), stored, recoveryKey };
}
