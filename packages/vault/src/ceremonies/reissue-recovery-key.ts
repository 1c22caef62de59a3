import { recoverySlotId } from '../create-vault.ts';
import type { OpenFailure } from '../open-vault.ts';
import { createRecoveryKey, type RecoveryKey } from '../recovery-key.ts';
import type { Result } from '../result.ts';
import type { PendingSlot } from '../sealed/pending.ts';
import { beginSlot } from './begin-slot.ts';
import type { CeremonyRequest } from './open-for-ceremony.ts';

/**
 * First phase of a new recovery key. The old one works until the second phase is committed, so show the new one, have
 * it confirmed, and only then go on.
 */
export async function reissueRecoveryKey(
  request: CeremonyRequest,
): Promise<
  Result<{ readonly pending: PendingSlot; readonly recoveryKey: RecoveryKey }, OpenFailure>
> {
  const recoveryKey = createRecoveryKey();
  const begun = await beginSlot(request, recoverySlotId, {
    kind: 'recovery-key',
    key: recoveryKey,
  });
  return begun.ok ? { ok: true, value: { pending: begun.value, recoveryKey } } : begun;
}
