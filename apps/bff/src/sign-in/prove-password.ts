import { ready } from '@serenity-kit/opaque';
import type { AccountId } from '@signet/contracts/ids';
import type { signInOperations } from '@signet/contracts/sign-in';
import type { Bff } from '../bff.ts';
import { accountToSignIn, emailIndex, mainIndexOf } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { startSession } from '../http/session.ts';
import type { BrowserTokens } from '../keys/browser-of.ts';
import { allowance, useOne } from '../limits/count.ts';
import { afterFirstFactor } from '../waits/lost-second-factors.ts';
import { knownDevice } from '../session/devices.ts';
import { openedReset } from '../waits/waits.ts';
import { countGuess, disabledUntil, forgetGuess, guessedFrom } from '../limits/guesses.ts';
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
  const { accountId } = accountToSignIn(bff, index);
  const known = knownDevice(bff, accountId, device);
  const fromSource = allowance(counting, 'ke2-source', source);
  // Whoever shares an address of the network with a guesser is at a browser that is known.
  if (fromSource.left === 0 && known === undefined)
    return refuse('too_many_attempts', { retryAt: fromSource.resetsAt ?? counting.now });
  // A stranger elsewhere cannot lock the owner out: their browsers count for themselves, others by account and source.
  const subject = known === undefined ? `${index}\0${source}` : guessedFrom.device(known);
  const forAccount = allowance(counting, 'ke2-account', subject);
  if (forAccount.left === 0)
    return refuse('too_many_attempts', { retryAt: forAccount.resetsAt ?? counting.now });
  const guesser = guesserOf(bff, accountId, device, () => index);
  const retryAt = disabledUntil(bff, bff.db, 'password-guesses', guesser);
  if (retryAt !== undefined) return refuse('authenticator_disabled', { retryAt });
  const begin = { purpose: 'sign-in', accountId, startLoginRequest } as const;
  const begun = beginAttempt(bff, begin, (tx) => {
    if (known === undefined) useOne({ ...counting, db: tx }, 'ke2-source', source);
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
    const wasBegun = spend(tx);
    if (!wasBegun || accountId === undefined) {
      // Beginning is limited; what nobody began leaves no row.
      if (wasBegun) recordEvent(tx, now, 'sign-in.password-failed', null, {});
      return refuse('wrong_credentials');
    }
    const guesser = guesserOf(bff, accountId, call.device, () => mainIndexOf(bff, accountId));
    forgetGuess(bff, tx, 'password-guesses', guesser);
    // What the link of a reset lifted in a browser that is known stays so without it.
    const known = knownDevice(bff, accountId, call.device);
    if (known !== undefined) forgetGuess(bff, tx, 'password-guesses', guessedFrom.device(known));
    // Whoever closed the page before choosing a second factor chooses it now; there is nothing to hand over before.
    const { stage, secondFactors } = afterFirstFactor(bff, tx, accountId, call, 'secret');
    const { cookie } = startSession(
      tx,
      now,
      { stage, accountId, signUpId: null, methods: 'pwd', secretProvedAt: now },
      call.session,
    );
    recordEvent(tx, now, 'sign-in.password-proved', accountId, {});
    call.setCookie(cookie);
    return { ok: true as const, value: { secondFactors } };
  });
};

/** Under what a guess is counted, and forgotten when it was right: an account signs in by its main address (AUTH-2). */
function guesserOf(
  bff: Bff,
  accountId: AccountId,
  device: BrowserTokens,
  index: () => string,
): string {
  const known = knownDevice(bff, accountId, device);
  const own = known === undefined ? undefined : guessedFrom.device(known);
  // The link lifts it in a browser of theirs that took a hundred wrong ones; one that did not counts for itself, whoever else opened it.
  if (own !== undefined && disabledUntil(bff, bff.db, 'password-guesses', own) === undefined)
    return own;
  if (openedReset(bff, accountId, device)) return guessedFrom.byMail(accountId);
  return own ?? guessedFrom.anywhereElse(index());
}
