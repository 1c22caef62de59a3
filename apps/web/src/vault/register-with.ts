import {
  stretchingOfNewPasswords,
  type PasswordRegistration,
} from '@signet/contracts/key-stretching';
import { failed, ok, type Result } from '@signet/contracts/result';
import { fromBase64url } from '../app/base64url.ts';
import type { CallProblem } from '../app/call.ts';
import { normalised } from './normalised.ts';
import { beginCeremony } from './opaque-ceremony.ts';

type Begun = { readonly registrationResponse: string; readonly begun: string };

export type Registered = {
  readonly registration: PasswordRegistration;
  /** 64 bytes; whoever takes them wipes them. */
  readonly exportKey: Uint8Array;
};

/** OPAQUE registration (RFC 9807 §5) through one operation of the bff; the password stays in the worker (AUTH-1). */
export async function registerWith(
  password: string,
  accountId: string,
  exchange: (registrationRequest: string) => Promise<Result<Begun, CallProblem>>,
): Promise<Result<Registered, CallProblem>> {
  const ceremony = beginCeremony();
  const broken = failed<CallProblem>({ type: 'problem', code: 'internal_error' });
  try {
    const secret = normalised(password);
    const begun = await ceremony.ask({ type: 'begin-registration', password: secret });
    if (begun.type !== 'begun') return broken;
    const answer = await exchange(begun.message);
    if (!answer.ok) return answer;
    const finished = await ceremony.ask({
      type: 'finish-registration',
      password: secret,
      message: answer.value.registrationResponse,
      issuer: location.origin,
      accountId,
      stretching: stretchingOfNewPasswords,
    });
    if (finished.type !== 'finished') return broken;
    return ok({
      registration: {
        record: finished.message,
        begun: answer.value.begun,
        stretching: stretchingOfNewPasswords,
      },
      exportKey: fromBase64url(finished.exportKey),
    });
  } finally {
    ceremony.end();
  }
}
