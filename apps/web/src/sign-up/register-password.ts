import { createVault } from '@signet/vault';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { beginCeremony, exportKeyBytes } from '../vault/opaque-ceremony.ts';
import { normalised } from '../vault/prove-password.ts';
import { holdVault } from '../vault/vault-session.ts';

/**
 * OPAQUE registration (RFC 9807 §5), then a new vault under what came out of it; both reach the bff in one request, as ciphertext.
 * The vault stays open in this tab.
 */
export async function registerPassword(
  password: string,
  account: { readonly accountId: string; readonly passwordSlotId: string },
): Promise<Result<true, CallProblem>> {
  const ceremony = beginCeremony();
  try {
    const secret = normalised(password);
    const begun = await ceremony.ask({ type: 'begin-registration', password: secret });
    if (begun.type !== 'begun')
      return failed<CallProblem>({ type: 'problem', code: 'internal_error' });
    const answer = await call('beginPassword', { registrationRequest: begun.message });
    if (!answer.ok) return answer;
    const finished = await ceremony.ask({
      type: 'finish-registration',
      password: secret,
      message: answer.value.registrationResponse,
      issuer: location.origin,
      accountId: account.accountId,
    });
    if (finished.type !== 'finished')
      return failed<CallProblem>({ type: 'problem', code: 'internal_error' });
    const exportKey = exportKeyBytes(finished.exportKey);
    const { vault, stored } = await createVault({
      accountId: account.accountId,
      passwordSecret: exportKey,
      slotId: account.passwordSlotId,
    });
    exportKey.fill(0);
    const created = await call('finishPassword', {
      registrationRecord: finished.message,
      vault: stored,
    });
    if (!created.ok) return created;
    holdVault(vault, stored);
    return ok(true);
  } finally {
    ceremony.end();
  }
}
