import { textDigest } from '../crypto/text-digest.ts';
import type { Manifest } from './manifest.ts';
import type { StoredRecord } from './record.ts';
import type { StoredSlot } from './slot.ts';

/** Named like the `VaultError` codes that they become in the browser. */
export type ManifestAgreement = 'agrees' | 'slots_differ' | 'records_differ';

/**
 * Compares what is stored with what a manifest lists: the same slots at the same epochs, the same records at the same
 * versions, nothing missing, nothing more, each with the listed digest (VAULT-7). It takes no key, so the bff can use
 * it to refuse a write that would leave a vault its owner could not open.
 */
export async function manifestAgreement(
  manifest: Manifest,
  stored: { readonly slots: readonly StoredSlot[]; readonly records: readonly StoredRecord[] },
): Promise<ManifestAgreement> {
  const listedSlots = manifest.slots.map((slot) => [
    slot.kind,
    slot.slotId,
    slot.epoch,
    slot.digest,
  ]);
  const storedSlots = await Promise.all(
    stored.slots.map(async (slot) => [
      slot.kind,
      slot.slotId,
      slot.epoch,
      await textDigest(slot.sealed),
    ]),
  );
  if (!sameEntries(listedSlots, storedSlots)) return 'slots_differ';

  const listedRecords = manifest.records.map((record) => [
    record.purpose,
    record.version,
    record.digest,
  ]);
  const storedRecords = await Promise.all(
    stored.records.map(async (record) => [
      record.purpose,
      record.version,
      await textDigest(record.sealed),
    ]),
  );
  return sameEntries(listedRecords, storedRecords) ? 'agrees' : 'records_differ';
}

/** Order does not matter; a repeated entry does. */
function sameEntries(left: readonly unknown[][], right: readonly unknown[][]): boolean {
  const inOrder = (entries: readonly unknown[][]) =>
    entries.map((entry) => JSON.stringify(entry)).toSorted();
  return JSON.stringify(inOrder(left)) === JSON.stringify(inOrder(right));
}
