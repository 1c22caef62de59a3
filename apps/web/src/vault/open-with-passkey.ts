import { passkeySlotId, type VaultSecret } from '@signet/vault';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { askPasskey, type PasskeyAnswer } from './passkey.ts';
import { holdSecret } from './this-tab.ts';
import { openWithSecret } from './vault-session.ts';

/** `stopped`: the person cancelled, or no passkey is here. */
export type PasskeyFailure = CallProblem | { readonly type: 'stopped' };

/**
 * Signs in with a passkey alone and opens the vault with its PRF (AUTH-17). `false`: signed in, and the vault has no slot for it,
 * so that the password is still needed.
 */
export async function signInWithPasskey(
  keepFor?: 'new-password',
): Promise<Result<boolean, PasskeyFailure>> {
  const begun = await call('beginPasskeyOnly', {});
  if (!begun.ok) return begun;
  const answer = await askPasskey(begun.value.options);
  if (answer === undefined) return failed({ type: 'stopped' });
  const { attemptId } = begun.value;
  const finished = await call('finishPasskeyOnly', { attemptId, response: answer.response });
  if (!finished.ok) return finished;
  const secret = await secretOf(answer);
  if (secret === undefined) return ok(false);
  holdSecret(finished.value.accountId, secret, keepFor);
  const opened = await openWithSecret();
  if (opened.ok) return ok(true);
  return opened.error.code === 'unlock_required' ? ok(false) : opened;
}

/** The passkey in the place of the password, within a session: what opens the vault, or gives a ceremony its secret. */
export async function provePasskey(): Promise<
  Result<{ readonly accountId: string; readonly secret: VaultSecret }, PasskeyFailure>
> {
  const begun = await call('beginPasskeyUnlock', {});
  if (!begun.ok) return begun;
  const answer = await askPasskey(begun.value.options);
  if (answer === undefined) return failed({ type: 'stopped' });
  const finished = await call('finishPasskeyUnlock', { response: answer.response });
  if (!finished.ok) return finished;
  const secret = await secretOf(answer);
  return secret === undefined
    ? failed<CallProblem>({ type: 'problem', code: 'unlock_required' })
    : ok({ accountId: finished.value.accountId, secret });
}

async function secretOf({ credentialId, prf }: PasskeyAnswer): Promise<VaultSecret | undefined> {
  if (prf === undefined) return undefined;
  return { kind: 'passkey', slotId: await passkeySlotId(credentialId), prf };
}
