import { and, desc, eq, inArray } from 'drizzle-orm';
import * as v from 'valibot';
import {
  activityKinds,
  type accountOperations,
  type ActivityKind,
} from '@signet/contracts/account';
import { clientSchema, type Client } from '@signet/contracts/client';
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
    ...aboutOf(details),
  }));
  return { ok: true, value: { events } };
};

/** The agency that an event is about, the browser that a sign-in came from, and how long an ended session had lasted. */
function aboutOf(details: string): {
  agency: string | null;
  client: Client | null;
  minutes: number | null;
} {
  const { clientId, browser, version, device, minutes } = JSON.parse(details) as Record<
    string,
    unknown
  >;
  const client = v.safeParse(clientSchema, { browser, version, device });
  return {
    agency: typeof clientId === 'string' ? clientId : null,
    client: client.success ? client.output : null,
    minutes: typeof minutes === 'number' ? minutes : null,
  };
}

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
