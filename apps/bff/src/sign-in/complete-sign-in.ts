import { and, eq, sql } from 'drizzle-orm';
import type { SecondFactorKind } from '@signet/contracts/sign-in';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { sessions } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { knownDevice, rememberDevice } from '../session/devices.ts';
import { codeGuesserAt } from './code-limits.ts';
import { forgetGuess, guessedFrom } from '../limits/guesses.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { stopWaits } from '../waits/waits.ts';
import { startSession, type Session } from '../http/session.ts';

/** RFC 8176 names for what was used. */
const methodOf: Record<SecondFactorKind, string> = {
  passkey: 'hwk',
  totp: 'otp',
  'backup-codes': 'otp',
  sms: 'sms',
};

type Proved = Pick<Session, 'accountId' | 'methods' | 'secretProvedAt'> &
  Partial<Pick<Session, 'passkeyId'>>;

const endingEnrolments = builtOnce((db) =>
  db
    .delete(sessions)
    .where(
      and(eq(sessions.accountId, sql.placeholder('accountId')), eq(sessions.stage, 'enrolling')),
    )
    .prepare(),
);

/** Both factors were proved: a new session, whose token nobody saw before (AUTH-8). Runs in the caller's transaction. */
export function completeSignIn(
  bff: Bff,
  tx: Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>,
  proved: Proved,
  kind: SecondFactorKind,
  call: Call,
  isNewAccount = false,
): void {
  const now = bff.now();
  const first = proved.methods.split(' ')[0] ?? '';
  // A link in a letter stands in for the password only to make another vault.
  const stage = first === 'mail' ? 'resetting' : 'signed-in';
  const { cookie } = startSession(
    tx,
    now,
    {
      stage,
      accountId: proved.accountId,
      signUpId: null,
      methods: [first, methodOf[kind]].filter(Boolean).join(' '),
      secretProvedAt: proved.secretProvedAt,
      passkeyId: proved.passkeyId ?? null,
      client: call.client,
    },
    call.session,
  );
  if (stage === 'resetting' && proved.accountId !== null)
    tellAgencies(bff, tx, proved.accountId, 'recovery-activated');
  // Whoever proved only the password, before there was a second factor, has to show that one too (AUTH-5).
  if (stage === 'signed-in' && proved.accountId !== null) {
    stopWaits(bff, tx, proved.accountId);
    const known = knownDevice({ db: tx, now: bff.now }, proved.accountId, call.device);
    forgetGuess(bff, tx, 'code-guesses', codeGuesserAt(proved.accountId, known));
    // Who unlocked wrongly too often signs in again, and could not meet what is due there otherwise (AUTH-4).
    forgetGuess(bff, tx, 'password-guesses', guessedFrom.session(proved.accountId));
    rememberDevice(bff, tx, proved.accountId, call, isNewAccount, known);
    endingEnrolments(tx).run({ accountId: proved.accountId });
  }
  // What came before this step, if anything did.
  const completed = { first: first === '' ? null : first, kind, ...call.client };
  recordEvent(tx, now, 'sign-in.completed', proved.accountId, completed);
  call.setCookie(cookie);
}
