import { sql } from 'drizzle-orm';
import type { ActivityKind } from '@signet/contracts/account';
import type { AccountId } from '@signet/contracts/ids';
import { builtOnce } from '../db/built-once.ts';
import type { Db } from '../db/open.ts';
import { auditEvents } from '../db/schema.ts';
import { listedDetails, type AuditDetails, type AuditEvent } from './events.ts';

const writing = builtOnce((db) =>
  db
    .insert(auditEvents)
    .values({
      at: sql.placeholder('at'),
      event: sql.placeholder('event'),
      accountId: sql.placeholder('accountId'),
      details: sql.placeholder('details'),
    })
    .prepare(),
);

/** AUTH-13: what is tied to an account is shown to its owner; what is not shown is tied to nobody. */
type Owner<Event extends AuditEvent> = Event extends ActivityKind ? AccountId | null : null;

/** Writes one event; call it in the transaction of the change that it tells of. */
export function recordEvent<Event extends AuditEvent>(
  db: Pick<Db, 'insert'>,
  at: number,
  event: Event,
  accountId: Owner<Event>,
  details: AuditDetails<Event>,
): void {
  const listed = JSON.stringify(listedDetails(event, details));
  writing(db).run({ at, event, accountId, details: listed });
}
