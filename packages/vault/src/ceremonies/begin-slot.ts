import type { OpenFailure } from '../open-vault.ts';
import type { Result } from '../result.ts';
import type { PendingSlot } from '../sealed/pending.ts';
import { sealSlot } from '../slot.ts';
import { rootKeyOf } from '../unlocked.ts';
import type { VaultSecret } from '../vault-secret.ts';
import { type CeremonyRequest, openForCeremony } from './open-for-ceremony.ts';
import { proveSlot } from './proof.ts';

/** Wraps the root key under a further secret, at the epoch after the one the slot has now. It changes nothing yet. */
export async function beginSlot(
  request: CeremonyRequest,
  slotId: string,
  newSecret: VaultSecret,
): Promise<Result<PendingSlot, OpenFailure>> {
  const opened = await openForCeremony(request);
  if (!opened.ok) return opened;
  const { current, rootKey } = opened.value;
  const { accountId, manifest } = current;
  // A new epoch is a new context: the old and the new slot share neither key nor commitment (FORMAT.md §4).
  const epoch = (manifest.slots.find((slot) => slot.slotId === slotId)?.epoch ?? 0) + 1;
  const slot = await sealSlot(
    { accountId, kind: newSecret.kind, slotId, epoch },
    newSecret,
    rootKey,
  );
  const { proofDigest } = await proveSlot(accountId, rootKeyOf(current), slot);
  return { ok: true, value: { slot, proofDigest } };
}
