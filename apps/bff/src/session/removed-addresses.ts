import { and, eq, gte, isNull, lt, lte, or } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { accountOf } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { emails } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { disavowalMs, knownBrowsers } from './devices.ts';
import { removedEmails } from './schema.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;

/** A confirmed address is removed: it counts for nothing any more, and is kept for as long as a link can say "this wasn't me" (AUTH-22). */
export function keepRemoved(
  { now }: Pick<Bff, 'now'>,
  tx: Tx,
  { id, accountId, emailIndex, emailSealed, confirmedAt, createdAt }: typeof emails.$inferSelect,
  call: Call,
): void {
  const here = knownBrowsers(tx, accountId, call.device).find(({ current }) => current);
  tx.insert(removedEmails)
    .values({
      id,
      accountId,
      emailIndex,
      emailSealed,
      confirmedAt: confirmedAt ?? now(),
      createdAt,
      removedAt: now(),
      browserKnownAt: here?.firstUsedAt ?? null,
    })
    .run();
}

/**
 * What was there before that sign-in and was removed after it is the owner's again; how many. Only where no older one stays, who reads an
 * older one adds it again: else whoever has an address that the owner took off could bring it back by the links that it got. What was
 * removed at a browser that was known before stays removed: that was the owner.
 */
export function bringBackRemoved(bff: Bff, tx: Tx, accountId: AccountId, since: number): number {
  const staying = tx
    .select({ createdAt: emails.createdAt })
    .from(emails)
    .where(and(eq(emails.accountId, accountId), lt(emails.confirmedAt, since)))
    .all();
  const oldest = Math.min(...staying.map(({ createdAt }) => createdAt));
  const removed = tx
    .delete(removedEmails)
    .where(
      and(
        eq(removedEmails.accountId, accountId),
        lt(removedEmails.confirmedAt, since),
        gte(removedEmails.removedAt, since),
        or(isNull(removedEmails.browserKnownAt), gte(removedEmails.browserKnownAt, since)),
      ),
    )
    .returning()
    .all();
  // Whoever confirmed it since has it.
  const free = removed.filter(
    ({ emailIndex, createdAt }) =>
      createdAt < oldest && !accountOf({ db: tx, keys: bff.keys }, emailIndex).exists,
  );
  for (const { id, emailIndex, emailSealed, confirmedAt, createdAt } of free) {
    tx.insert(emails)
      .values({ id, accountId, emailIndex, emailSealed, isPrimary: false, confirmedAt, createdAt })
      .run();
    recordEvent(tx, bff.now(), 'email.restored', accountId, {});
  }
  return free.length;
}

export function forgetRemoved(tx: Pick<Tx, 'delete'>, at: number): void {
  tx.delete(removedEmails)
    .where(lte(removedEmails.removedAt, at - disavowalMs))
    .run();
}
