import { ready } from '@serenity-kit/opaque';
import type { signInOperations } from '@signet/contracts/sign-in';
import { accountToSignIn, emailIndex } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { startSession } from '../http/session.ts';
import { allowance, useOne } from '../limits/count.ts';
import { remainingSecondFactors } from '../waits/waits.ts';
import { knownDevice } from '../session/devices.ts';
import { countGuess, forgetGuesses, guessedFrom, mayGuess } from '../limits/guesses.ts';
import { beginAttempt, finishAttempt } from './login-attempt.ts';

/** AUTH-4: what is limited is KE2, because every KE2 lets its holder try one password offline and never come back. */
export const beginSignIn: Verb<typeof signInOperations.beginSignIn> = async (
  bff,
  { email, startLoginRequest },
  { source, device },
) => {
  await ready;
  const index = emailIndex(bff, email);
  const counting = { db: bff.db, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  const fromSource = allowance(counting, 'ke2-source', source);
  if (fromSource.left === 0)
    return refuse('too_many_attempts', { retryAt: fromSource.resetsAt ?? counting.now });
  const { accountId } = accountToSignIn(bff, index);
  const known = knownDevice(bff, accountId, device);
  // A stranger elsewhere cannot lock the owner out: their browsers count for themselves, others by account and source.
  const subject = known === undefined ? `${index}\0${source}` : guessedFrom.device(known);
  const forAccount = allowance(counting, 'ke2-account', subject);
  if (forAccount.left === 0)
    return refuse('too_many_attempts', { retryAt: forAccount.resetsAt ?? counting.now });
  const guesser = known === undefined ? guessedFrom.anywhereElse(index) : guessedFrom.device(known);
  if (!mayGuess(bff, bff.db, 'password-guesses', guesser)) return refuse('authenticator_disabled');
  const begin = { purpose: 'sign-in', accountId, startLoginRequest } as const;
  const begun = beginAttempt(bff, begin, (tx) => {
    useOne({ ...counting, db: tx }, 'ke2-source', source);
    useOne({ ...counting, db: tx }, 'ke2-account', subject);
    countGuess(bff, tx, 'password-guesses', guesser);
  });
  return begun === undefined
    ? refuse('malformed_request')
    : { ok: true, value: { ...begun, accountId } };
};

export const finishSignIn: Verb<typeof signInOperations.finishSignIn> = async (
  bff,
  { attemptId, finishLoginRequest },
  call,
) => {
  await ready;
  const now = bff.now();
  const { accountId, spend } = finishAttempt(bff, 'sign-in', attemptId, finishLoginRequest);
  return bff.db.transaction((tx) => {
    if (!spend(tx) || accountId === undefined) {
      recordEvent(tx, now, 'sign-in.password-failed', null, {});
      return refuse('wrong_credentials');
    }
    forgetGuesses(bff, tx, accountId, ['password-guesses']);
    const remaining = remainingSecondFactors(bff, tx, accountId);
    // Whoever closed the page before choosing a second factor chooses it now; there is nothing to hand over before.
    const stage = remaining.length === 0 ? 'enrolling' : 'first-factor';
    const { cookie } = startSession(
      tx,
      now,
      { stage, accountId, signUpId: null, methods: 'pwd', secretProvedAt: now },
      call.session,
    );
    recordEvent(tx, now, 'sign-in.password-proved', accountId, {});
    call.setCookie(cookie);
    return { ok: true as const, value: { secondFactors: remaining } };
  });
};
