import type { OpenFailure } from '../open-vault.ts';
import { refreshVault } from '../refresh-vault.ts';
import type { Result } from '../result.ts';
import type { TransferableRootKey } from '../root-key.ts';
import type { StoredVault } from '../sealed/stored-vault.ts';
import { openSlotForTransfer } from '../slot.ts';
import type { OpenVault } from '../unlocked.ts';
import { slotFor, type VaultSecret } from '../vault-secret.ts';

/** What every ceremony starts from: the open vault, what is stored now, and a secret that the person gives again. */
export interface CeremonyRequest {
  readonly vault: OpenVault;
  readonly stored: StoredVault;
  readonly secret: VaultSecret;
}

/**
 * The root key in a form that can be wrapped, only for the length of a ceremony (VAULT-6, VAULT-8): the open vault
 * alone is not enough, and what is stored is verified and not older than the open vault.
 */
export async function openForCeremony(
  request: CeremonyRequest,
): Promise<
  Result<{ readonly current: OpenVault; readonly rootKey: TransferableRootKey }, OpenFailure>
> {
  const { stored, secret } = request;
  const current = await refreshVault(request.vault, stored);
  const slot = slotFor(secret, stored.slots);
  if (slot === undefined) return { ok: false, error: { type: 'no_such_slot' } };
  const place = { ...slot, accountId: current.accountId };
  const rootKey = await openSlotForTransfer(place, secret, slot.sealed);
  if (rootKey === undefined) return { ok: false, error: { type: 'wrong_secret' } };
  return { ok: true, value: { current, rootKey } };
}
