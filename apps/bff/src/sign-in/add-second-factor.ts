import { and, count, eq, isNull } from 'drizzle-orm';
import type { SecondFactorKind } from '@signet/contracts/sign-in';
import { secondFactorLimits } from '@signet/contracts/second-factors';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { accounts, authenticators } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { provedLately } from '../http/proved-lately.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { endSession, isStillThere, type SignedInSession } from '../http/session.ts';
import { countChange } from '../limits/changes.ts';
import { notify } from '../mail/notify.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { mayChoose, noteReset, takeOffLost } from '../waits/lost-second-factors.ts';
import { completeSignIn } from './complete-sign-in.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;

/**
 * AUTH-15: the first one completes the account; a further one is added by whoever proved the password lately. Who lost every one chooses
 * the first of others (AUTH-21), and those do not count.
 */
export function mayAdd(
  bff: Bff,
  db: Pick<Bff['db'], 'select' | 'insert' | 'delete'>,
  session: SignedInSession,
  kind: SecondFactorKind,
  call: Call,
): Refusal | undefined {
  const { accountId } = session;
  if (session.stage === 'enrolling') {
    if (mayChoose(bff, db, accountId, call)) return undefined;
    // The wait is over, or was stopped. Every page would lead back to the choice.
    call.setCookie(endSession(db, bff.now(), session));
    return { type: 'second_factor_required' };
  }
  if (!provedLately(bff, session)) return { type: 'unlock_required' };
  const has = db
    .select({ many: count() })
    .from(authenticators)
    .where(and(eq(authenticators.accountId, accountId), eq(authenticators.kind, kind)))
    .get();
  return (has?.many ?? 0) < secondFactorLimits[kind] ? undefined : { type: 'limit_reached' };
}

/** Of backup codes and of a number there is one: a new one takes the place of the old one. */
export function mayPut(...asked: Parameters<typeof mayAdd>): Refusal | undefined {
  const forbidden = mayAdd(...asked);
  return forbidden?.type === 'limit_reached' ? undefined : forbidden;
}

/**
 * In the transaction that adds one, before it is written: whether it still may, and what it replaces is gone. A wait may have been
 * stopped since it was begun.
 */
export function makeRoom(
  bff: Bff,
  tx: Tx,
  session: SignedInSession,
  kind: SecondFactorKind,
  call: Call,
): ReturnType<typeof refuse> | undefined {
  if (!isStillThere(tx, session)) return refuse('signed_out');
  const one = secondFactorLimits[kind] === 1;
  const forbidden = (one ? mayPut : mayAdd)(bff, tx, session, kind, call);
  if (forbidden !== undefined) return refuse(forbidden.type);
  if (session.stage !== 'enrolling') return countChange(bff, tx, session.accountId);
  takeOffLost(bff, tx, session.accountId, call);
  return undefined;
}

/** Records that it was added and, if it is the first one, signs the person in. Runs in the caller's transaction. */
export function added(
  bff: Bff,
  tx: Tx,
  session: SignedInSession,
  kind: SecondFactorKind,
  call: Call,
): void {
  const now = bff.now();
  const guarded = tx
    .update(accounts)
    .set({ guardedSince: now })
    .where(and(eq(accounts.id, session.accountId), isNull(accounts.guardedSince)))
    .run();
  recordEvent(tx, now, 'authenticator.added', session.accountId, { kind });
  // A reset that left no second factor makes no new account (AUTH-21): of whoever chooses the first one the owner is told.
  const isNewAccount = guarded.changes > 0 && !noteReset(bff, tx, session.accountId, 0);
  if (session.stage === 'enrolling') completeSignIn(bff, tx, session, kind, call, isNewAccount);
  else {
    notify(bff, tx, session.accountId, 'second-factor-added', 'sign-in');
    tellAgencies(bff, tx, session.accountId, 'recovery-information-changed');
  }
}

/** The session of a call that the table lets in with an account. */
export function ownSession({ session }: Call): SignedInSession | undefined {
  return session?.accountId == null ? undefined : (session as SignedInSession);
}
