import { createVault } from '@signet/vault';
import type { Result } from '@signet/contracts/result';
import { ok } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { recoveryProofDigest } from '../vault/recovery-proof.ts';
import { registerWith } from '../vault/register-with.ts';
import { holdVault, keepSecret } from '../vault/vault-session.ts';

/**
 * OPAQUE registration, then a new vault under what came out of it; both reach the bff in one request, as ciphertext. The vault
 * stays open in this tab.
 */
export async function registerPassword(
  password: string,
  account: { readonly accountId: string; readonly passwordSlotId: string },
): Promise<Result<true, CallProblem>> {
  const { accountId, passwordSlotId: slotId } = account;
  const registered = await registerWith(password, accountId, (registrationRequest) =>
    call('beginPassword', { registrationRequest }),
  );
  if (!registered.ok) return registered;
  const { registrationRecord, exportKey } = registered.value;
  const made = await createVault({ accountId, passwordSecret: exportKey.slice(), slotId });
  const created = await call('finishPassword', {
    registrationRecord,
    vault: made.stored,
    recoveryProofDigest: await recoveryProofDigest(accountId, made.recoveryKey),
  });
  if (!created.ok) {
    exportKey.fill(0);
    return created;
  }
  holdVault(made.vault, made.stored);
  // A passkey made on the next page gets a slot of its own with it.
  keepSecret('passkey-slot', { kind: 'password', exportKey });
  return ok(true);
}
