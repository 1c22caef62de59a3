import type { OpenFailure } from '../open-vault.ts';
import type { Result } from '../result.ts';
import type { PendingSlot } from '../sealed/pending.ts';
import { beginSlot } from './begin-slot.ts';
import type { CeremonyRequest } from './open-for-ceremony.ts';

/**
 * First phase of a new password: the root key wrapped under the new registration's `export_key` (64 bytes). No record is
 * sealed anew. `secret` may be the old password, the recovery key or a passkey.
 */
export async function changePasswordSlot(
  request: CeremonyRequest & { readonly newExportKey: Uint8Array },
): Promise<Result<PendingSlot, OpenFailure>> {
  const slot = request.stored.slots.find(({ kind }) => kind === 'password');
  if (slot === undefined) return { ok: false, error: { type: 'no_such_slot' } };
  return beginSlot(request, slot.slotId, { kind: 'password', exportKey: request.newExportKey });
}
