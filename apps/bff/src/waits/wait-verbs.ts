import { eq } from 'drizzle-orm';
import type { waitOperations } from '@signet/contracts/waits';
import { accountOf, addressesOf, emailIndex, openEmail, sealEmail } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { waits } from '../db/schema.ts';
import type { Call, Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { setDeviceCookie, startSession } from '../http/session.ts';
import { countEach } from '../limits/count-each.ts';
import { guessedFrom } from '../limits/guesses.ts';
import { useEach } from '../limits/use-each.ts';
import { languageOf } from '../mail/language-of.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { tokensKnownBy } from '../keys/browser-of.ts';
import { knownDevice } from '../session/devices.ts';
import { codeGuesser } from '../sign-in/code-limits.ts';
import { keepAttempt } from '../sign-in/login-attempt.ts';
import { afterFirstFactor } from './lost-second-factors.ts';
import {
  beginToWaitTwice,
  beginWait,
  forSecondFactor,
  readyWait,
  runningWait,
  stopWaitBy,
  type Wait,
} from './waits.ts';

/** AUTH-21: password and recovery key are lost. An address without an account is told so, by mail alone (AUTH-2). */
export const beginReset: Verb<typeof waitOperations.beginReset> = async (
  bff,
  { email },
  { source, device, language },
) => {
  const index = emailIndex(bff, email);
  return bff.db.transaction((tx) => {
    const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now: bff.now() };
    // What a source asks for is told of no address, and counted whatever becomes of it.
    const tooOften = countEach(bff, tx, [['reset-source', source]]);
    if (tooOften !== undefined) return tooOften;
    const done = { ok: true as const, value: {} };
    const { accountId, exists } = accountOf({ db: tx, keys: bff.keys }, index);
    // AUTH-4: what strangers ask for uses up nothing of a browser that the owner used.
    const known = knownDevice({ db: tx, now: bff.now }, accountId, device);
    const subject = known === undefined ? index : guessedFrom.device(known);
    // Beyond the limit of an address nothing happens, and the answer is the same: it would tell who asked before.
    if (!useEach(counting, [['reset-mail', subject]]).ok) return done;
    if (exists) beginWait(bff, tx, accountId, 'new-vault');
    else {
      const link = `${bff.config.issuer}/sign-up`;
      queueMail(bff, tx, email, { kind: 'reset-without-account', link }, language);
      // As much is read and written as with an account, so that the answer takes as long.
      runningWait(bff, tx, accountId, 'new-vault');
      addressesOf(bff, accountId);
      languageOf(tx, accountId);
      openEmail(bff, sealEmail(bff, email));
      recordEvent(tx, bff.now(), 'wait.begun', null, { kind: 'new-vault' });
      keepAttempt(bff, 'recovery', null, '');
    }
    return done;
  });
};

/**
 * The first factor was proved; whoever lost every second one waits. By the link of a reset nothing was proved but a mail box: without
 * an operator there is no other way for whoever lost everything, and the letter says what it is. Each time every address is written to,
 * so that it is counted, apart for browsers that the owner used (AUTH-4); whoever asks beyond that still waits if a wait runs.
 */
export const beginNewSecondFactor: Verb<typeof waitOperations.beginNewSecondFactor> = async (
  bff,
  _input,
  call,
) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const kind = session.methods === 'mail' ? 'everything-lost' : 'new-second-factor';
  return bff.db.transaction((tx) => {
    const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now: bff.now() };
    const counted = useEach(counting, [[kind, codeGuesser(bff, tx, accountId, call)]]);
    if (!counted.ok) {
      const running = runningWait(bff, tx, accountId, kind);
      return running === undefined
        ? refuse('too_many_attempts', { retryAt: counted.error.retryAt })
        : readyAt(running);
    }
    return readyAt(
      kind === 'everything-lost'
        ? beginToWaitTwice(bff, tx, accountId)
        : beginWait(bff, tx, accountId, kind),
    );
  });
};

const readyAt = (wait: Wait) => ({
  ok: true as const,
  value: { readyAt: new Date(wait.readyAt).toISOString() },
});

export const stopWait: Verb<typeof waitOperations.stopWait> = async (bff, { token }) =>
  bff.db.transaction((tx) => stopWaitBy(bff, tx, token))
    ? { ok: true, value: {} }
    : refuse('link_expired');

export const redeemReset: Verb<typeof waitOperations.redeemReset> = async (
  bff,
  { token },
  call,
) => {
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const wait = readyWait(tx, ['new-vault'], token, now);
    if (wait === undefined) return refuse('link_expired');
    const { accountId } = wait;
    // AUTH-4: a password that strangers switched off is taken here, and stops the reset.
    confirmIn(tx, wait, call);
    const after = afterFirstFactor(bff, tx, accountId, call, 'mail');
    const stage = after.stage === 'enrolling' ? 'resetting' : 'first-factor';
    // Else whoever knows the password may sign in with it, and the reset ends: it goes on with a second factor.
    if (stage === 'resetting') tellAgencies(bff, tx, accountId, 'recovery-activated');
    const { secondFactors } = after;
    const { cookie } = startSession(
      tx,
      now,
      { stage, accountId, signUpId: null, methods: 'mail', secretProvedAt: null },
      call.session,
    );
    call.setCookie(cookie);
    return { ok: true as const, value: { secondFactors } };
  });
};

/**
 * The mail box was reached; the password is still to be proved, within the time that the wait has left and in this browser: a stranger
 * who knows it and asked for all this is in another one.
 */
export const confirmNewSecondFactor: Verb<typeof waitOperations.confirmNewSecondFactor> = async (
  bff,
  { token },
  call,
) => {
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const wait = readyWait(tx, forSecondFactor, token, now);
    if (wait === undefined) return refuse('link_expired');
    confirmIn(tx, wait, call);
    return { ok: true as const, value: { everythingLost: wait.kind === 'everything-lost' } };
  });
};

/** Its link counts in the browser in which it was opened last. */
function confirmIn(
  tx: Pick<Bff['db'], 'update'>,
  { id, accountId, confirmedBy }: Wait,
  call: Call,
): void {
  const { tokens, hash } = tokensKnownBy(accountId, call.device, confirmedBy);
  tx.update(waits).set({ confirmedBy: hash }).where(eq(waits.id, id)).run();
  call.setCookie(setDeviceCookie(tokens));
}
