import * as v from 'valibot';
import { openManifest } from './manifest.ts';
import type { Result } from './result.ts';
import type { Manifest } from './sealed/manifest.ts';
import { manifestAgreement } from './sealed/manifest-agreement.ts';
import { type StoredVault, storedVaultSchema } from './sealed/stored-vault.ts';
import { openSlot } from './slot.ts';
import { type OpenVault, vaultOf } from './unlocked.ts';
import { VaultError } from './vault-error.ts';
import { slotFor, type VaultSecret } from './vault-secret.ts';

export type OpenFailure =
  /** The secret is not the one this slot was made with. */
  | { readonly type: 'wrong_secret' }
  /** The vault has no slot for this secret: a passkey that was never added, or was dropped. */
  | { readonly type: 'no_such_slot' };

/**
 * Opens a vault. A wrong secret is a value; everything that only tampering can cause throws `VaultError`, and nothing
 * is read before all of it is verified. `lowestAcceptedVersion` is the highest manifest version this browser has seen.
 */
export async function openVault(request: {
  readonly stored: StoredVault;
  readonly accountId: string;
  readonly secret: VaultSecret;
  readonly lowestAcceptedVersion?: number;
}): Promise<Result<OpenVault, OpenFailure>> {
  const stored = parseStoredVault(request.stored, request.accountId);
  // FORMAT.md §7: the slot first, because nothing else can be verified without the root key.
  const slot = slotFor(request.secret, stored.slots);
  if (slot === undefined) return { ok: false, error: { type: 'no_such_slot' } };
  const rootKey = await openSlot(
    { ...slot, accountId: stored.accountId },
    request.secret,
    slot.sealed,
  );
  if (rootKey === undefined) return { ok: false, error: { type: 'wrong_secret' } };
  const manifest = await verifyStored(stored, rootKey, request.lowestAcceptedVersion ?? 1);
  return { ok: true, value: vaultOf({ accountId: stored.accountId, rootKey, manifest }) };
}

/** Refuses what is not shaped like a vault, or is another account's. */
export function parseStoredVault(input: unknown, accountId: string): StoredVault {
  const stored = v.safeParse(storedVaultSchema, input);
  if (!stored.success) throw new VaultError('malformed');
  if (stored.output.accountId !== accountId) throw new VaultError('wrong_account');
  return stored.output;
}

/** VAULT-7: the manifest is the root key's own, not older than the pin, and lists exactly what is stored. */
export async function verifyStored(
  stored: StoredVault,
  rootKey: CryptoKey,
  lowestAcceptedVersion: number,
): Promise<Manifest> {
  const manifest = await openManifest(stored.accountId, rootKey, stored.manifest);
  if (manifest.version < lowestAcceptedVersion) throw new VaultError('version_rollback');
  const agreement = await manifestAgreement(manifest, stored);
  if (agreement !== 'agrees') throw new VaultError(agreement);
  return manifest;
}
