import { and, desc, eq, gt, ne } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { sessionOperations } from '@signet/contracts/session';
import { recordEvent } from '../audit/record-event.ts';
import { sessions } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { endSession, endSessions, idleMs } from '../http/session.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { isOf, logOutAtAgencies } from '../signals/log-out-at-agencies.ts';
import { instant } from '../instant.ts';

export const readSessions: Verb<typeof sessionOperations.readSessions> = async (
  { db, now },
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const rows = db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.accountId, session.accountId),
        eq(sessions.stage, 'signed-in'),
        gt(sessions.idleEndsAt, now()),
        gt(sessions.absoluteEndsAt, now()),
      ),
    )
    .orderBy(desc(sessions.idleEndsAt))
    .all()
    .map((one) => ({
      id: tokenHash(one.idHash),
      current: one.idHash === session.idHash,
      signedInAt: instant(one.signedInAt ?? one.createdAt),
      lastUsedAt: instant(one.idleEndsAt - idleMs),
      client: one.client,
    }));
  return {
    ok: true,
    value: { sessions: rows.toSorted((one, other) => Number(other.current) - Number(one.current)) },
  };
};

/** AUTH-14: one of them; of the one at hand the cookie goes too. */
export const endOneSession: Verb<typeof sessionOperations.endOneSession> = async (
  bff,
  { id },
  call,
) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  const own = eq(sessions.accountId, session.accountId);
  return bff.db.transaction((tx) => {
    const ended = tx
      .select()
      .from(sessions)
      .where(own)
      .all()
      .find((one) => tokenHash(one.idHash) === id);
    if (ended === undefined) return refuse('not_found');
    const cookie = endSession(tx, bff.now(), ended);
    logOutAtAgencies(bff, tx, session.accountId as AccountId, isOf(ended));
    if (ended.idHash === session.idHash) call.setCookie(cookie);
    return { ok: true as const, value: {} };
  });
};

/** AUTH-14: also those that have only given the password yet. */
export const endOtherSessions: Verb<typeof sessionOperations.endOtherSessions> = async (
  bff,
  _input,
  { session: own },
) => {
  if (own?.accountId == null) return refuse('signed_out');
  const { accountId, idHash } = own;
  bff.db.transaction((tx) => {
    const others = and(eq(sessions.accountId, accountId), ne(sessions.idHash, idHash));
    endSessions(tx, bff.now(), 'session.ended', others);
    logOutAtAgencies(bff, tx, accountId, (signedInAt) => !isOf(own)(signedInAt));
    recordEvent(tx, bff.now(), 'session.others-ended', accountId, {});
  });
  return { ok: true, value: {} };
};
