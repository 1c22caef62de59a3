import { failed, ok, type Result } from '@signet/contracts/result';
import { fromBase64url } from '../app/base64url.ts';
import { call, type CallProblem } from '../app/call.ts';
import { normalised } from './normalised.ts';
import { beginCeremony } from './opaque-ceremony.ts';

export type Proof = { readonly accountId: string; readonly exportKey: Uint8Array };

/**
 * OPAQUE login with the bff (RFC 9807 §6): at sign-in for an address, at unlock for the account of the session. The password
 * stays in the worker; what goes out is useless to whoever receives it (AUTH-1).
 */
export async function provePassword(
  way: { readonly email: string } | 'unlock',
  password: string,
): Promise<Result<Proof, CallProblem>> {
  const ceremony = beginCeremony();
  try {
    const secret = normalised(password);
    const begun = await ceremony.ask({ type: 'begin-login', password: secret });
    if (begun.type !== 'begun')
      return failed<CallProblem>({ type: 'problem', code: 'internal_error' });
    const answer =
      way === 'unlock'
        ? await call('beginUnlock', { startLoginRequest: begun.message })
        : await call('beginSignIn', { email: way.email, startLoginRequest: begun.message });
    if (!answer.ok) return answer;
    const { accountId, attemptId, loginResponse, stretching } = answer.value;
    const finished = await ceremony.ask({
      type: 'finish-login',
      password: secret,
      message: loginResponse,
      issuer: location.origin,
      accountId,
      stretching,
    });
    if (finished.type !== 'finished')
      return failed<CallProblem>({ type: 'problem', code: 'wrong_credentials' });
    const finish = { attemptId, finishLoginRequest: finished.message };
    const proved =
      way === 'unlock' ? await call('finishUnlock', finish) : await call('finishSignIn', finish);
    return proved.ok ? ok({ accountId, exportKey: fromBase64url(finished.exportKey) }) : proved;
  } finally {
    ceremony.end();
  }
}
