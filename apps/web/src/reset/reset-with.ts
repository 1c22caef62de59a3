import { failed, ok, type Result } from '@signet/contracts/result';
import { call, isAnswerLost, type CallProblem } from '../app/call.ts';
import { registerVault } from '../vault/register-vault.ts';

/** Of which account: what went out unheard may still arrive, also when it is pressed again. */
let unheard: string | undefined;

/**
 * Another password and an empty vault take the place of the lost ones. The session that may reset ends with it: where the answer is lost, a
 * new one of this account that is in says that it was done. The old one, or none, does not say that it was not, or will not be; nor does one
 * in which somebody signs in, or else another account's, say that it was.
 */
export async function resetWith(
  password: string,
  accountId: string,
): Promise<Result<true, CallProblem>> {
  let isSent = false;
  const made = await registerVault(
    password,
    accountId,
    (registrationRequest) => call('beginReplacement', { registrationRequest }),
    (vault) => {
      isSent = true;
      return call('finishReplacement', vault);
    },
  );
  if (made.ok) return made;
  const isLost = isAnswerLost(made.error);
  if (isSent && isLost) unheard = accountId;
  if (unheard !== accountId) return made;
  const session = await call('readSession', {});
  const here = session.ok ? session.value : { stage: 'none' as const };
  if (here.stage === 'resetting' && !isLost) return made;
  const isIn = here.stage === 'enrolling' || here.stage === 'signed-in';
  return isIn && here.accountId === accountId
    ? ok(true)
    : failed<CallProblem>({ type: 'problem', code: 'outcome_unknown' });
}
