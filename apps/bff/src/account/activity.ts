import { and, desc, eq, inArray } from 'drizzle-orm';
import {
  activityKinds,
  type accountOperations,
  type ActivityKind,
} from '@signet/contracts/account';
import { auditEvents } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { provedLately } from '../http/proved-lately.ts';
import { refuse } from '../http/refusal.ts';

const most = 100;

/** AUTH-13: what is recorded about a person's use is theirs to read. */
export const readActivity: Verb<typeof accountOperations.readActivity> = async (
  { db },
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const rows = db
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.accountId, session.accountId),
        inArray(auditEvents.event, [...activityKinds]),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(most)
    .all();
  const events = rows.map(({ event, at, details }) => ({
    kind: event as ActivityKind,
    at: new Date(at).toISOString(),
    agency: (JSON.parse(details) as { clientId?: string }).clientId ?? null,
  }));
  return { ok: true, value: { events } };
};

/** And theirs to delete. A thief of a session cannot clear the traces with it: the password is asked first. */
export const deleteActivity: Verb<typeof accountOperations.deleteActivity> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  if (!provedLately(bff, session)) return refuse('unlock_required');
  bff.db.delete(auditEvents).where(eq(auditEvents.accountId, session.accountId)).run();
  return { ok: true, value: {} };
};
