import * as v from 'valibot';
import { sealedManifestSchema } from './manifest.ts';
import { recordPurposes } from './record.ts';
import { storedSlotSchema } from './slot.ts';
import { storedVaultSchema } from './stored-vault.ts';
import { digestSchema, ordinalSchema } from './text.ts';

/**
 * A change to a vault is written in two phases, so that a crash at any moment leaves a vault that opens: a pending
 * state beside the active one, then, once it was read back and opened, one compare-and-set (FORMAT.md §8).
 *
 * `proofDigest` is SHA-256 of the proof that the second phase must bring.
 */
export const pendingSlotSchema = v.strictObject({
  slot: storedSlotSchema,
  proofDigest: digestSchema,
});
export type PendingSlot = v.InferOutput<typeof pendingSlotSchema>;

/** Puts `slot` in the place of the one with its id, if there is one, and drops `removeRecords`. */
export const slotCommitSchema = v.strictObject({
  slot: storedSlotSchema,
  removeRecords: v.array(v.picklist(recordPurposes)),
  manifest: sealedManifestSchema,
  expectedManifestVersion: ordinalSchema,
  proof: digestSchema,
});
export type SlotCommit = v.InferOutput<typeof slotCommitSchema>;

/** A whole vault under a new root key, to take the place of the active one. */
export const pendingVaultSchema = v.strictObject({
  vault: storedVaultSchema,
  proofDigest: digestSchema,
});
export type PendingVault = v.InferOutput<typeof pendingVaultSchema>;

export const vaultCommitSchema = v.strictObject({
  manifest: sealedManifestSchema,
  expectedManifestVersion: ordinalSchema,
  proof: digestSchema,
});
export type VaultCommit = v.InferOutput<typeof vaultCommitSchema>;
