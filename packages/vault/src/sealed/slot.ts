import * as v from 'valibot';
import {
  base64urlCharacter,
  identifierSchema,
  ordinalSchema,
  thirtyTwoBytes,
  twelveBytes,
} from './text.ts';

/** What can open a vault. Each kind has its own slot: the same root key, wrapped under a key made from that secret. */
export const slotKinds = ['password', 'recovery-key', 'passkey'] as const;
export type SlotKind = (typeof slotKinds)[number];

/** How many slots of a kind one vault may have. */
export const slotLimits: Record<SlotKind, number> = {
  password: 1,
  'recovery-key': 1,
  passkey: 10,
};

/** VAULT-4: one version, no other spelling. `signet.slot.v1.<commitment, 32 B>.<nonce, 12 B>.<ciphertext and tag, 48 B>` (FORMAT.md §4). */
export const sealedSlotSchema = v.pipe(
  v.string(),
  v.regex(
    new RegExp(
      `^signet\\.slot\\.v1\\.${thirtyTwoBytes}\\.${twelveBytes}\\.${base64urlCharacter}{64}$`,
    ),
  ),
  v.brand('SealedSlot'),
);
export type SealedSlot = v.InferOutput<typeof sealedSlotSchema>;

export const storedSlotSchema = v.strictObject({
  kind: v.picklist(slotKinds),
  slotId: identifierSchema,
  epoch: ordinalSchema,
  sealed: sealedSlotSchema,
});
export type StoredSlot = v.InferOutput<typeof storedSlotSchema>;
