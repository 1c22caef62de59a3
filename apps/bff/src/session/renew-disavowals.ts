import { and, eq, gt, lt, min } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { disavowals, emails } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import { notify } from '../mail/notify.ts';
import { knownBrowsers } from './devices.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'delete'>;

/**
 * An address is gone, and the links by which it could say "this wasn't me" end; others take their place at the addresses that are left. One
 * is about all that came after this browser, since the first of those sign-ins. Links about this browser, or about one that is known for
 * longer, are renewed one by one, as they may be the owner's own, and only where an address is left that was told of them and is older than
 * the one that is gone, so that this one would not come back by them: no thief silences the notice of themselves by keeping none but an
 * address of their own, or one that nobody reads.
 */
export function renewDisavowals(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  call: Call,
  removed: { readonly createdAt: number },
): void {
  const here = knownBrowsers(tx, accountId, call.device).find(({ current }) => current);
  const left = tx
    .select({ confirmedAt: min(emails.confirmedAt) })
    .from(emails)
    .where(and(eq(emails.accountId, accountId), lt(emails.createdAt, removed.createdAt)))
    .get();
  const later = endSince(tx, accountId, here?.firstUsedAt ?? Infinity);
  const earlier = endSince(tx, accountId, left?.confirmedAt ?? Infinity);
  for (const one of earlier) renew(bff, tx, accountId, one);
  renew(bff, tx, accountId, {
    since: Math.min(...later.map((one) => one.since)),
    expiresAt: Math.max(...later.map((one) => one.expiresAt)),
  });
}

function endSince(tx: Tx, accountId: AccountId, from: number) {
  if (from === Infinity) return [];
  return tx
    .delete(disavowals)
    .where(and(eq(disavowals.accountId, accountId), gt(disavowals.since, from)))
    .returning()
    .all();
}

function renew(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  { since, expiresAt }: Pick<typeof disavowals.$inferSelect, 'since' | 'expiresAt'>,
): void {
  if (expiresAt <= bff.now()) return;
  const token = newToken();
  tx.insert(disavowals)
    .values({ tokenHash: tokenHash(token), accountId, since, expiresAt })
    .run();
  notify(bff, tx, accountId, 'new-device-link', `not-me#token=${token}`, { since });
}
