import { failed, ok, type Result } from '@signet/contracts/result';
import { call, isAnswerLost, type CallProblem } from '../app/call.ts';
import { registerVault } from '../vault/register-vault.ts';

/** What went out unheard may still arrive, also when it is pressed again. */
let isUnheard = false;

/**
 * Another password and an empty vault take the place of the lost ones. The session that may reset ends with it: where the answer is lost, a
 * new one that is here says that it was done. The old one, or none, does not say that it was not, or will not be.
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
  isUnheard ||= isSent && isLost;
  if (!isUnheard) return made;
  const session = await call('readSession', {});
  const stage = session.ok ? session.value.stage : 'none';
  if (stage !== 'none' && stage !== 'resetting') return ok(true);
  return stage === 'resetting' && !isLost
    ? made
    : failed<CallProblem>({ type: 'problem', code: 'outcome_unknown' });
}
