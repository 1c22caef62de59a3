import { failed, ok, type Result } from '@signet/contracts/result';
import { call, isAnswerLost, type CallProblem } from '../app/call.ts';
import { registerVault } from '../vault/register-vault.ts';

/**
 * Another password and an empty vault take the place of the lost ones. The session that may reset ends with it: where the answer is lost,
 * who is here says whether it was done, and whose new session was lost, too, does not know.
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
  if (made.ok || !isSent || !isAnswerLost(made.error)) return made;
  const session = await call('readSession', {});
  const stage = session.ok ? session.value.stage : 'none';
  if (stage === 'resetting') return made;
  return stage === 'none'
    ? failed<CallProblem>({ type: 'problem', code: 'outcome_unknown' })
    : ok(true);
}
