import { and, asc, gt, sql } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { auditEvents } from '../db/schema.ts';

/**
 * What an agency may read of what is recorded about its own requests, and which fields of it. No event here is about a
 * person, and none carries a value of one.
 */
const agencyEvents = {
  'agency.request-trimmed': ['claims', 'sender'],
  'agency.agreement-over': [],
} as const satisfies Record<string, readonly string[]>;

export type AgencyLogEntry = { readonly at: string; readonly event: string } & Readonly<
  Record<string, string>
>;

/** AGENCY-43: an agency's own log, oldest first, after the instant `since` (milliseconds since the epoch). */
export function agencyLog(
  parts: Pick<Bff, 'db'>,
  clientId: string,
  since: number,
): readonly AgencyLogEntry[] {
  return queryLog(parts, clientId, since)
    .all()
    .map(({ at, event, details }) => ({
      at: new Date(at).toISOString(),
      event,
      ...fieldsOf(agencyEvents[event as keyof typeof agencyEvents], details),
    }));
}

/** In the words of the index `audit_events_of_agencies`, which SQLite takes for no others. */
export function queryLog({ db }: Pick<Bff, 'db'>, clientId: string, since: number) {
  const names = Object.keys(agencyEvents).map((name) => `'${name}'`);
  return db
    .select()
    .from(auditEvents)
    .where(
      and(
        sql`${auditEvents.event} IN (${sql.raw(names.join(', '))})`,
        sql`json_extract(${auditEvents.details}, '$.clientId') = ${clientId}`,
        gt(auditEvents.at, since),
      ),
    )
    .orderBy(asc(auditEvents.at), asc(auditEvents.id));
}

function fieldsOf(fields: readonly string[], details: string): Record<string, string> {
  const recorded = JSON.parse(details) as Record<string, unknown>;
  // What was recorded before there was a field has none.
  const known = fields.filter((field) => recorded[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, String(recorded[field])]));
}
