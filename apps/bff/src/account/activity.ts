import { and, desc, eq, inArray, lte } from 'drizzle-orm';
import * as v from 'valibot';
import {
  activityKinds,
  type accountOperations,
  type ActivityKind,
} from '@signet/contracts/account';
import { clientSchema } from '@signet/contracts/client';
import type { AccountId } from '@signet/contracts/ids';
import type { ReplyOf } from '@signet/contracts/operation';
import { withheld } from '../audit/withheld.ts';
import type { Bff } from '../bff.ts';
import { auditEvents } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { provedLately } from '../http/proved-lately.ts';
import { refuse } from '../http/refusal.ts';
import { forgetOtherBrowsers, knownBrowsers } from '../session/devices.ts';
import { instant } from '../instant.ts';

type Recorded = ReplyOf<typeof accountOperations.readActivity>;

const most = 100;

/** AUTH-13: what is recorded about a person's use is theirs to read, all of it. */
export const readActivity: Verb<typeof accountOperations.readActivity> = async (
  { db },
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  return { ok: true, value: recordedUpTo(db, session.accountId, Number.MAX_SAFE_INTEGER) };
};

export const listOlderActivity: Verb<typeof accountOperations.listOlderActivity> = async (
  { db },
  { place },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  return { ok: true, value: recordedUpTo(db, session.accountId, Number(place)) };
};

function recordedUpTo(db: Pick<Bff['db'], 'select'>, accountId: AccountId, place: number) {
  const rows = db
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.accountId, accountId),
        inArray(auditEvents.event, [...activityKinds]),
        lte(auditEvents.id, place),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(most + 1)
    .all();
  const next = rows[most]?.id;
  return {
    events: rows.slice(0, most).map(({ event, at, details }) => ({
      kind: event as ActivityKind,
      at: instant(at),
      ...aboutOf(details),
    })),
    older: next === undefined ? null : String(next),
  };
}

/** The agency, the browser and the minutes of an event are told in words; whatever else is kept of it, as it stands. */
function aboutOf(details: string): Omit<Recorded['events'][number], 'kind' | 'at'> {
  const { clientId, agencyClientId, browser, version, device, minutes, ...rest } = JSON.parse(
    details,
  ) as Record<string, string | number | null>;
  const agency = clientId ?? agencyClientId;
  const client = v.safeParse(clientSchema, { browser, version, device });
  return {
    agency: typeof agency === 'string' ? agency : null,
    client: client.success ? client.output : null,
    minutes: typeof minutes === 'number' ? minutes : null,
    details: Object.entries(rest).flatMap(([field, value]) =>
      field in withheld ? [] : [{ field, value }],
    ),
  };
}

export const readKnownBrowsers: Verb<typeof accountOperations.readKnownBrowsers> = async (
  { db },
  _input,
  { session, device },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const browsers = knownBrowsers(db, session.accountId, device).map(
    ({ current, client, firstUsedAt, lastUsedAt }) => ({
      current,
      client,
      firstUsedAt: instant(firstUsedAt),
      lastUsedAt: instant(lastUsedAt),
    }),
  );
  return { ok: true, value: { browsers } };
};

/** And theirs to delete. A thief of a session cannot clear the traces with it: the password is asked first. */
export const deleteActivity: Verb<typeof accountOperations.deleteActivity> = async (
  bff,
  _input,
  call,
) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  if (!provedLately(bff, session)) return refuse('unlock_required');
  const { accountId } = session;
  bff.db.transaction((tx) => {
    tx.delete(auditEvents).where(eq(auditEvents.accountId, accountId)).run();
    forgetOtherBrowsers(bff, tx, accountId, call);
  });
  return { ok: true, value: {} };
};
