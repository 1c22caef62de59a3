import { ready } from '@serenity-kit/opaque';
import type { signInOperations } from '@signet/contracts/sign-in';
import { recordEvent } from '../audit/record-event.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { isStillThere, raiseSession } from '../http/session.ts';
import { allowance, useOne } from '../limits/count.ts';
import { countGuess, disabledUntil, forgetGuess, guessedFrom } from '../limits/guesses.ts';
import { beginAttempt, finishAttempt } from './login-attempt.ts';

/** The page was reloaded: the same OPAQUE login, for the account of the session, opens the vault again. */
export const beginUnlock: Verb<typeof signInOperations.beginUnlock> = async (
  bff,
  { startLoginRequest },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  await ready;
  const { accountId } = session;
  const counting = { db: bff.db, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  const allowed = allowance(counting, 'unlock', accountId);
  if (allowed.left === 0)
    return refuse('too_many_attempts', { retryAt: allowed.resetsAt ?? counting.now });
  const guesser = guessedFrom.session(accountId);
  const retryAt = disabledUntil(bff, bff.db, 'password-guesses', guesser);
  if (retryAt !== undefined) return refuse('authenticator_disabled', { retryAt });
  const begin = { purpose: 'unlock', accountId, startLoginRequest } as const;
  const begun = beginAttempt(bff, begin, (tx) => {
    useOne({ ...counting, db: tx }, 'unlock', accountId);
    countGuess(bff, tx, 'password-guesses', guesser);
  });
  return begun === undefined
    ? refuse('malformed_request')
    : { ok: true, value: { ...begun, accountId } };
};

export const finishUnlock: Verb<typeof signInOperations.finishUnlock> = async (
  bff,
  { attemptId, finishLoginRequest },
  call,
) => {
  const { session } = call;
  await ready;
  const now = bff.now();
  const { accountId, spend } = finishAttempt(bff, 'unlock', attemptId, finishLoginRequest);
  return bff.db.transaction((tx) => {
    if (!spend(tx) || accountId === undefined || accountId !== session?.accountId)
      return refuse('wrong_credentials');
    if (!isStillThere(tx, session)) return refuse('signed_out');
    const cookie = raiseSession(tx, now, session);
    if (cookie === undefined) return refuse('signed_out');
    call.setCookie(cookie);
    forgetGuess(bff, tx, 'password-guesses', guessedFrom.session(accountId));
    recordEvent(tx, now, 'vault.unlocked', accountId, {});
    return { ok: true as const, value: {} };
  });
};
