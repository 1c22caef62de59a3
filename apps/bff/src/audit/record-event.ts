import type { AccountId } from '@signet/contracts/ids';
import type { Db } from '../db/open.ts';
import { auditEvents } from '../db/schema.ts';
import type { AuditDetails, AuditEvent } from './events.ts';

/** Writes one event; call it in the transaction of the change that it tells of. */
export function recordEvent<Event extends AuditEvent>(
  db: Pick<Db, 'insert'>,
  at: number,
  event: Event,
  accountId: AccountId | null,
  details: AuditDetails<Event>,
): void {
  db.insert(auditEvents)
    .values({ at, event, accountId, details: JSON.stringify(details) })
    .run();
}
