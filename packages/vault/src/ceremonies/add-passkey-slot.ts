import type { OpenFailure } from '../open-vault.ts';
import type { Result } from '../result.ts';
import type { PendingSlot } from '../sealed/pending.ts';
import { slotLimits } from '../sealed/slot.ts';
import { beginSlot } from './begin-slot.ts';
import type { CeremonyRequest } from './open-for-ceremony.ts';

/** `slot_taken`: the id is in use. `too_many_slots`: the vault has ten passkeys (FORMAT.md §4). */
export type AddSlotFailure =
  | OpenFailure
  | { readonly type: 'slot_taken' }
  | { readonly type: 'too_many_slots' };

/** First phase of a further way in: the root key wrapped under the PRF result (32 bytes) of a passkey. */
export async function addPasskeySlot(
  request: CeremonyRequest & { readonly slotId: string; readonly prf: Uint8Array },
): Promise<Result<PendingSlot, AddSlotFailure>> {
  const { slotId, prf } = request;
  const { slots } = request.stored;
  if (slots.some((slot) => slot.slotId === slotId))
    return { ok: false, error: { type: 'slot_taken' } };
  if (slots.filter(({ kind }) => kind === 'passkey').length >= slotLimits.passkey) {
    return { ok: false, error: { type: 'too_many_slots' } };
  }
  return beginSlot(request, slotId, { kind: 'passkey', slotId, prf });
}
