import { eq } from 'drizzle-orm';
import type { signInOperations } from '@signet/contracts/sign-in';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { authenticators } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { isStillThere, raiseSession } from '../http/session.ts';
import { allowance, useOne } from '../limits/count.ts';
import { keepChallenge, takeChallenge } from './challenge.ts';
import { completeSignIn } from './complete-sign-in.ts';
import { keepAttempt, takeAttempt } from './login-attempt.ts';
import { askForPasskey, passkeysOf, usePasskey, verifyPasskey } from './passkey.ts';

/** AUTH-17: no address is given, so that nothing can be learnt about one; the passkey says whose it is. */
export const beginPasskeyOnly: Verb<typeof signInOperations.beginPasskeyOnly> = async (
  bff,
  _input,
  { source },
) => {
  const counting = { db: bff.db, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  const allowed = allowance(counting, 'passkey-source', source);
  if (allowed.left === 0)
    return refuse('too_many_attempts', { retryAt: allowed.resetsAt ?? counting.now });
  bff.db.transaction((tx) => useOne({ ...counting, db: tx }, 'passkey-source', source));
  const options = await askForPasskey(bff, []);
  const attemptId = keepAttempt(bff, 'passkey-only', null, options.challenge);
  return { ok: true, value: { attemptId, options: { ...options } } };
};

/**
 * AUTH-17: a passkey whose device verified its user is two factors in one (NIST SP 800-63B-4 §3.1.7). It stands in for the
 * password until the next quarter of an hour is over.
 */
export const finishPasskeyOnly: Verb<typeof signInOperations.finishPasskeyOnly> = async (
  bff,
  { attemptId, response },
  call,
) => {
  const challenge = takeAttempt(bff, 'passkey-only', attemptId)?.state;
  const passkey = withCredentialId(bff, response['id']);
  const newCounter = await verifyPasskey(bff, passkey, challenge, response);
  if (newCounter === undefined || passkey === undefined) return refuse('wrong_passkey');
  const now = bff.now();
  const { accountId } = passkey;
  return bff.db.transaction((tx) => {
    if (!usePasskey(bff, tx, passkey, newCounter)) return refuse('wrong_passkey');
    completeSignIn(bff, tx, { accountId, methods: '', secretProvedAt: now }, 'passkey', call);
    return { ok: true as const, value: { accountId } };
  });
};

/** The page was reloaded: a passkey opens the vault again, in the place of the password. */
export const beginPasskeyUnlock: Verb<typeof signInOperations.beginPasskeyUnlock> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const passkeys = passkeysOf(bff, session.accountId);
  if (passkeys.length === 0) return refuse('not_found');
  const options = await askForPasskey(bff, passkeys);
  keepChallenge(bff, session, 'unlock-passkey', options.challenge);
  return { ok: true, value: { options: { ...options } } };
};

export const finishPasskeyUnlock: Verb<typeof signInOperations.finishPasskeyUnlock> = async (
  bff,
  { response },
  call,
) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const challenge = takeChallenge(bff, session, 'unlock-passkey');
  const passkey = passkeysOf(bff, accountId).find((one) => one.credentialId === response['id']);
  const newCounter = await verifyPasskey(bff, passkey, challenge, response);
  if (newCounter === undefined) return refuse('wrong_passkey');
  const now = bff.now();
  return bff.db.transaction((tx) => {
    if (!isStillThere(tx, session)) return refuse('signed_out');
    if (!usePasskey(bff, tx, passkey, newCounter)) return refuse('wrong_passkey');
    const cookie = raiseSession(tx, now, session);
    if (cookie === undefined) return refuse('signed_out');
    call.setCookie(cookie);
    recordEvent(tx, now, 'vault.unlocked', accountId, {});
    return { ok: true as const, value: { accountId } };
  });
};

function withCredentialId({ db }: Pick<Bff, 'db'>, id: unknown) {
  if (typeof id !== 'string') return undefined;
  return db.select().from(authenticators).where(eq(authenticators.credentialId, id)).get();
}
