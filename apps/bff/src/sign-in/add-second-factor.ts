import { and, count, eq, isNull } from 'drizzle-orm';
import type { SecondFactorKind } from '@signet/contracts/sign-in';
import { secondFactorLimits } from '@signet/contracts/second-factors';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { accounts, authenticators } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { provedLately } from '../http/proved-lately.ts';
import type { Refusal } from '../http/refusal.ts';
import type { SignedInSession } from '../http/session.ts';
import { notify } from '../mail/notify.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { completeSignIn } from './complete-sign-in.ts';

/** AUTH-15: the first one completes the account; a further one is added by whoever proved the password lately. */
export function mayAdd(
  bff: Bff,
  session: SignedInSession,
  kind: SecondFactorKind,
): Refusal | undefined {
  if (session.stage === 'signed-in' && !provedLately(bff, session))
    return { type: 'unlock_required' };
  const has = bff.db
    .select({ many: count() })
    .from(authenticators)
    .where(and(eq(authenticators.accountId, session.accountId), eq(authenticators.kind, kind)))
    .get();
  return (has?.many ?? 0) < secondFactorLimits[kind] ? undefined : { type: 'limit_reached' };
}

/** Records that it was added and, if it is the first one, signs the person in. Runs in the caller's transaction. */
export function added(
  bff: Bff,
  tx: Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>,
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
  if (session.stage === 'enrolling')
    completeSignIn(bff, tx, session, kind, call, guarded.changes > 0);
  else {
    notify(bff, tx, session.accountId, 'second-factor-added', 'sign-in');
    tellAgencies(bff, tx, session.accountId, 'recovery-information-changed');
  }
}

/** The session of a call that the table lets in with an account. */
export function ownSession({ session }: Call): SignedInSession | undefined {
  return session?.accountId == null ? undefined : (session as SignedInSession);
}
