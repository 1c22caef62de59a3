import type { RecoveryKey } from '@signet/vault';
import type { SecondFactorKind } from '@signet/contracts/sign-in';
import { ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { recoveryProof } from './recovery-proof.ts';

/** The recovery key in the place of a forgotten password; what goes out is bound to the account and opens nothing (AUTH-10). */
export async function proveRecoveryKey(
  email: string,
  key: RecoveryKey,
): Promise<
  Result<
    { readonly accountId: string; readonly secondFactors: readonly SecondFactorKind[] },
    CallProblem
  >
> {
  const begun = await call('beginRecovery', { email });
  if (!begun.ok) return begun;
  const { attemptId, accountId } = begun.value;
  const proof = await recoveryProof(accountId, key);
  const proved = await call('finishRecovery', { attemptId, proof });
  return proved.ok ? ok({ accountId, ...proved.value }) : proved;
}
