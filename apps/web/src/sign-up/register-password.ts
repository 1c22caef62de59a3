import { ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { registerVault } from '../vault/register-vault.ts';

/** The first password of a new account, and its vault. */
export function registerPassword(
  password: string,
  account: { readonly accountId: string; readonly passwordSlotId: string },
): Promise<Result<true, CallProblem>> {
  const { accountId, passwordSlotId } = account;
  return registerVault(
    password,
    accountId,
    async (registrationRequest) => {
      const begun = await call('beginPassword', { registrationRequest });
      return begun.ok ? ok({ ...begun.value, passwordSlotId }) : begun;
    },
    (made) => call('finishPassword', made),
  );
}
