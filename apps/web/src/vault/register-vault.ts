import { createVault, writeProof } from '@signet/vault';
import type { InputOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { ok, type Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { recoveryProofDigest } from './recovery-proof.ts';
import { registerWith } from './register-with.ts';
import { holdVault, keepSecret } from './this-tab.ts';

type Begun = {
  readonly registrationResponse: string;
  readonly begun: string;
  readonly passwordSlotId: string;
};

/**
 * OPAQUE registration, then a new vault under what came out of it; both reach the bff in one request, as ciphertext. The vault
 * stays open in this tab, and the secret until the next page has decided about a passkey.
 */
export async function registerVault(
  password: string,
  accountId: string,
  begin: (registrationRequest: string) => Promise<Result<Begun, CallProblem>>,
  finish: (
    made: InputOf<typeof operationTable.finishPassword>,
  ) => Promise<Result<unknown, CallProblem>>,
): Promise<Result<true, CallProblem>> {
  let slotId = '';
  const registered = await registerWith(password, accountId, async (registrationRequest) => {
    const begun = await begin(registrationRequest);
    if (begun.ok) slotId = begun.value.passwordSlotId;
    return begun;
  });
  if (!registered.ok) return registered;
  const { registration, exportKey } = registered.value;
  const made = await createVault({ accountId, passwordSecret: exportKey.slice(), slotId });
  const created = await finish({
    registration,
    vault: made.stored,
    recoveryProofDigest: await recoveryProofDigest(accountId, made.recoveryKey),
    writeProofDigest: (await writeProof(made.vault)).proofDigest,
  });
  if (!created.ok) {
    exportKey.fill(0);
    return created;
  }
  holdVault(made.vault, made.stored);
  keepSecret('passkey-slot', { kind: 'password', exportKey });
  return ok(true);
}
