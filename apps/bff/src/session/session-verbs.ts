import { eq } from 'drizzle-orm';
import type { sessionOperations } from '@signet/contracts/session';
import { changeDue, emailOf, isVerified, openEmail, secondFactorsOf } from '../accounts.ts';
import { signUps } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { endSession as forget } from '../http/session.ts';
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
    return { ok: true, value: { stage: 'first-factor', secondFactors } };
  const email = emailOf(bff, accountId);
  const { stage } = session;
  if (stage === 'enrolling' || stage === 'resetting')
    return { ok: true, value: { stage, accountId, email } };
  return {
    ok: true,
    value: {
      stage: 'signed-in',
      accountId,
      email,
      secondFactors,
      verified: isVerified(bff, accountId),
      due: changeDue(bff, accountId),
      now: instant(bff.now()),
      idleEndsAt: instant(session.idleEndsAt),
      absoluteEndsAt: instant(session.absoluteEndsAt),
    },
  };
};

/** The call itself moved the idle limit; this says where to. */
export const extendSession: Verb<typeof sessionOperations.extendSession> = async (
  _bff,
  _input,
  { session },
) => {
  if (session === undefined) return refuse('signed_out');
  return {
    ok: true,
    value: {
      idleEndsAt: instant(session.idleEndsAt),
      absoluteEndsAt: instant(session.absoluteEndsAt),
    },
  };
};

export const endSession: Verb<typeof sessionOperations.endSession> = async (bff, _input, call) => {
  const { session } = call;
  if (session === undefined) return { ok: true, value: {} };
  bff.db.transaction((tx) => {
    call.setCookie(forget(tx, bff.now(), session));
  });
  return { ok: true, value: {} };
};
