import * as v from 'valibot';
import { listSlot, openManifest, sealManifest } from '../manifest.ts';
import type { OpenFailure } from '../open-vault.ts';
import { refreshVault } from '../refresh-vault.ts';
import type { Result } from '../result.ts';
import type { Manifest } from '../sealed/manifest.ts';
import { type PendingSlot, pendingSlotSchema, type SlotCommit } from '../sealed/pending.ts';
import type { RecordPurpose } from '../sealed/record.ts';
import { slotLimits, type StoredSlot } from '../sealed/slot.ts';
import { openSlot } from '../slot.ts';
import { type OpenVault, vaultOf } from '../unlocked.ts';
import { VaultError } from '../vault-error.ts';
import { slotFor, type VaultSecret } from '../vault-secret.ts';
import type { CeremonyRequest } from './open-for-ceremony.ts';
import { proveSlot } from './proof.ts';

/** The commit to write by compare-and-set, and the vault as it is once that was accepted. */
export interface ProvenSlot {
  readonly commit: SlotCommit;
  readonly next: OpenVault;
}

/**
 * Second phase: opens the pending slot, as the bff gives it back, with the new secret. Only then is there a manifest that
 * lists it and a proof for the bff. A pending slot that holds another root key, stands at another epoch or takes
 * another slot's place is refused with `pending_differs`.
 */
export async function provePendingSlot(
  request: CeremonyRequest & { readonly pending: PendingSlot },
): Promise<Result<ProvenSlot, OpenFailure>> {
  const { stored, secret } = request;
  const current = await refreshVault(request.vault, stored);
  const { accountId } = current;
  const slot = parsePending(request.pending, secret, current.manifest);

  const rootKey = await openSlot({ ...slot, accountId }, secret, slot.sealed);
  if (rootKey === undefined) return { ok: false, error: { type: 'wrong_secret' } };
  // Only the same root key verifies this manifest, so this shows that the new slot holds it.
  await openManifest(accountId, rootKey, stored.manifest).catch(() => {
    throw new VaultError('pending_differs');
  });

  const { proof } = await proveSlot(accountId, rootKey, slot);
  const removeRecords = outdatedBy(slot, current.manifest);
  const manifest = await withSlot(current.manifest, slot, removeRecords);
  const commit: SlotCommit = {
    slot,
    removeRecords,
    manifest: await sealManifest(accountId, rootKey, manifest),
    expectedManifestVersion: current.manifest.version,
    proof,
  };
  return { ok: true, value: { commit, next: vaultOf({ accountId, rootKey, manifest }) } };
}

/** FORMAT.md §8: the place of the pending slot follows from the manifest, whatever the bff says of it. */
function parsePending(input: PendingSlot, secret: VaultSecret, manifest: Manifest): StoredSlot {
  const pending = v.safeParse(pendingSlotSchema, input);
  if (!pending.success) throw new VaultError('malformed');
  const { slot } = pending.output;
  const replaced = manifest.slots.find((listed) => listed.slotId === slot.slotId);
  const others = manifest.slots.filter(
    (listed) => listed.kind === slot.kind && listed !== replaced,
  );
  const fits =
    slotFor(secret, [slot]) !== undefined &&
    slot.epoch === (replaced?.epoch ?? 0) + 1 &&
    (replaced === undefined || replaced.kind === slot.kind) &&
    others.length < slotLimits[slot.kind];
  if (!fits) throw new VaultError('pending_differs');
  return slot;
}

/** A new recovery key makes the old one, still waiting to be shown, a dead end. */
function outdatedBy(slot: StoredSlot, manifest: Manifest): RecordPurpose[] {
  return manifest.records
    .map(({ purpose }) => purpose)
    .filter((purpose) => slot.kind === 'recovery-key' && purpose === 'recovery-key-to-show');
}

/** Built on what is stored now, so that a record written between the phases is kept. */
async function withSlot(
  manifest: Manifest,
  slot: StoredSlot,
  removed: RecordPurpose[],
): Promise<Manifest> {
  return {
    version: manifest.version + 1,
    rootKeyEpoch: manifest.rootKeyEpoch,
    slots: [...manifest.slots.filter(({ slotId }) => slotId !== slot.slotId), await listSlot(slot)],
    records: manifest.records.filter(({ purpose }) => !removed.includes(purpose)),
  };
}
