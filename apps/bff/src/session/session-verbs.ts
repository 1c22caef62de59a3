import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { sessionOperations } from '@signet/contracts/session';
import {
  changeDue,
  emailOf,
  frozenSince,
  isVerified,
  openEmail,
  secondFactorsOf,
} from '../accounts.ts';
import { signUps } from '../db/schema.ts';
import type { Bff } from '../bff.ts';
import { isSuspended } from '../credential-status/read-status.ts';
import type { Call, Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { endSession as forget, type Session } from '../http/session.ts';
import { isOf, logOutAtAgencies } from '../signals/log-out-at-agencies.ts';
import { instant } from '../instant.ts';

/** Asking does not move the idle limit: an open page is not a present person. */
export const readSession: Verb<typeof sessionOperations.readSession> = async (
  bff,
  _input,
  { session },
) => {
  if (session === undefined) return { ok: true, value: { stage: 'none' } };
  if (session.stage === 'sign-up') {
    const signUp = bff.db
      .select()
      .from(signUps)
      .where(eq(signUps.id, session.signUpId ?? ''))
      .get();
    if (signUp === undefined) return { ok: true, value: { stage: 'none' } };
    return {
      ok: true,
      value: {
        stage: 'sign-up',
        email: openEmail(bff, signUp.emailSealed),
        accountId: signUp.accountId,
        passwordSlotId: signUp.passwordSlotId,
      },
    };
  }
  const { accountId } = session;
  if (accountId === null) return { ok: true, value: { stage: 'none' } };
  const secondFactors = secondFactorsOf(bff, accountId);
  if (session.stage === 'first-factor')
    return {
      ok: true,
      value: {
        stage: 'first-factor',
        secondFactors,
        resetting: session.methods === 'mail',
        ...clockOf(bff, session),
      },
    };
  const email = emailOf(bff, accountId);
  const { stage } = session;
  if (stage === 'enrolling' || stage === 'resetting')
    return { ok: true, value: { stage, accountId, email, ...clockOf(bff, session) } };
  return {
    ok: true,
    value: {
      stage: 'signed-in',
      accountId,
      email,
      secondFactors,
      verified: isVerified(bff, accountId),
      frozen: frozenSince(bff.db, accountId) !== null,
      suspended: isSuspended(bff, accountId),
      due: changeDue(bff, accountId),
      ...clockOf(bff, session),
    },
  };
};

function clockOf({ now }: Pick<Bff, 'now'>, session: Session) {
  return { now: instant(now()), ...endsOf(session) };
}

function endsOf({ idleEndsAt, absoluteEndsAt }: Session) {
  return { idleEndsAt: instant(idleEndsAt), absoluteEndsAt: instant(absoluteEndsAt) };
}

/** The call itself moved the idle limit; this says where to. */
export const extendSession: Verb<typeof sessionOperations.extendSession> = async (
  _bff,
  _input,
  { session },
) => {
  if (session === undefined) return refuse('signed_out');
  return { ok: true, value: endsOf(session) };
};

/**
 * AGENCY-36: in one transaction with what came of this sign-in at agencies, and of another one that the engine may still know this
 * browser by.
 */
export async function endSession(
  bff: Bff,
  _input: object,
  call: Call,
  known?: { readonly accountId: AccountId; readonly loginTs: number | undefined },
): ReturnType<Verb<typeof sessionOperations.endSession>> {
  const { session } = call;
  if (session === undefined && known === undefined) return { ok: true, value: {} };
  bff.db.transaction((tx) => {
    if (session !== undefined) call.setCookie(forget(tx, bff.now(), session));
    if (session?.accountId != null) logOutAtAgencies(bff, tx, session.accountId, isOf(session));
    if (known !== undefined)
      logOutAtAgencies(bff, tx, known.accountId, (signedInAt) => signedInAt === known.loginTs);
  });
  return { ok: true, value: {} };
}
