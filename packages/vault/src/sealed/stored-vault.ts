import * as v from 'valibot';
import { sealedManifestSchema } from './manifest.ts';
import { recordPurposes, storedRecordSchema } from './record.ts';
import { slotKinds, slotLimits, type StoredSlot, storedSlotSchema } from './slot.ts';
import { identifierSchema } from './text.ts';

/** FORMAT.md §4. A second password slot would be a way in that nobody asked for. */
function withinLimits(slots: StoredSlot[]): boolean {
  return slotKinds.every(
    (kind) => slots.filter((slot) => slot.kind === kind).length <= slotLimits[kind],
  );
}

function distinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/** Everything the bff keeps of a vault: ciphertext and its list. One record per purpose; slot ids are not reused. */
export const storedVaultSchema = v.strictObject({
  accountId: identifierSchema,
  manifest: sealedManifestSchema,
  slots: v.pipe(
    v.array(storedSlotSchema),
    v.minLength(1),
    v.check((slots) => distinct(slots.map((slot) => slot.slotId)), 'a slot twice'),
    v.check(withinLimits, 'too many slots of a kind'),
  ),
  records: v.pipe(
    v.array(storedRecordSchema),
    v.maxLength(recordPurposes.length),
    v.check((records) => distinct(records.map((record) => record.purpose)), 'a record twice'),
  ),
});
export type StoredVault = v.InferOutput<typeof storedVaultSchema>;
