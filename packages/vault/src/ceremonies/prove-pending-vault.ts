import * as v from 'valibot';
import { parseStoredVault, verifyStored } from '../open-vault.ts';
import { refreshVault } from '../refresh-vault.ts';
import type { Result } from '../result.ts';
import type { Manifest } from '../sealed/manifest.ts';
import { type PendingVault, pendingVaultSchema, type VaultCommit } from '../sealed/pending.ts';
import type { StoredVault } from '../sealed/stored-vault.ts';
import { openSlot } from '../slot.ts';
import { type OpenVault, vaultOf } from '../unlocked.ts';
import { VaultError } from '../vault-error.ts';
import { slotFor, type VaultSecret } from '../vault-secret.ts';
import { proveVault } from './proof.ts';

export type ProveVaultFailure =
  | { readonly type: 'wrong_secret' }
  /** A slot of the pending vault for which no secret was given: it could be lost, so nothing is committed. */
  | { readonly type: 'unproven_slot' };

/** The commit to write by compare-and-set, and the vault as it is once that was accepted. Close the old one then. */
export interface ProvenVault {
  readonly commit: VaultCommit;
  readonly next: OpenVault;
}

/**
 * Second phase of a rotation: opens every slot of the pending vault, as the bff gives it back, with its secret, the new
 * recovery key among them. A pending vault that is not the next version of this one is refused with `pending_differs`.
 */
export async function provePendingVault(request: {
  readonly vault: OpenVault;
  readonly stored: StoredVault;
  readonly pending: PendingVault;
  readonly secrets: readonly VaultSecret[];
}): Promise<Result<ProvenVault, ProveVaultFailure>> {
  const current = await refreshVault(request.vault, request.stored);
  const { accountId } = current;
  const input = v.safeParse(pendingVaultSchema, request.pending);
  if (!input.success) throw new VaultError('malformed');
  const pending = parseStoredVault(input.output.vault, accountId);

  let proven: { rootKey: CryptoKey; manifest: Manifest } | undefined;
  for (const slot of pending.slots) {
    const secret = request.secrets.find((candidate) => slotFor(candidate, [slot]) !== undefined);
    if (secret === undefined) return { ok: false, error: { type: 'unproven_slot' } };
    const rootKey = await openSlot({ ...slot, accountId }, secret, slot.sealed);
    if (rootKey === undefined) return { ok: false, error: { type: 'wrong_secret' } };
    // Every slot must hold the key that made this manifest: that shows they all hold the same one.
    proven = {
      rootKey,
      manifest: await verifyStored(pending, rootKey, 1),
    };
  }
  if (proven === undefined || !follows(proven.manifest, current.manifest))
    throw new VaultError('pending_differs');

  const { rootKey, manifest } = proven;
  const { proof } = await proveVault(accountId, rootKey, pending.manifest);
  const commit: VaultCommit = {
    manifest: pending.manifest,
    expectedManifestVersion: current.manifest.version,
    proof,
  };
  return { ok: true, value: { commit, next: vaultOf({ accountId, rootKey, manifest }) } };
}

/** The next version, under the next root key, of the same records but one that a rotation ends. */
function follows(next: Manifest, current: Manifest): boolean {
  const lasting = ({ records }: Manifest) =>
    records.map(({ purpose }) => purpose).filter((purpose) => purpose !== 'recovery-key-to-show');
  return (
    next.version === current.version + 1 &&
    next.rootKeyEpoch === current.rootKeyEpoch + 1 &&
    lasting(next).toSorted().join() === lasting(current).toSorted().join()
  );
}
