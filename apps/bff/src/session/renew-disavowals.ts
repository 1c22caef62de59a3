import { and, eq, gt } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { disavowals } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import { notify } from '../mail/notify.ts';
import { knownBrowsers } from './devices.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'delete'>;

/**
 * An address is gone, and the links by which it could say "this wasn't me" end; one that takes their place goes to the addresses that are
 * left, and is about all that came since the first of those sign-ins. Links about this browser, or about one that is known for longer, stay: no thief silences the notice of themselves.
 */
export function renewDisavowals(bff: Bff, tx: Tx, accountId: AccountId, call: Call): void {
  const here = knownBrowsers(tx, accountId, call.device).find(({ current }) => current);
  if (here === undefined) return;
  const renewed = tx
    .delete(disavowals)
    .where(and(eq(disavowals.accountId, accountId), gt(disavowals.since, here.firstUsedAt)))
    .returning()
    .all();
  const expiresAt = Math.max(...renewed.map((one) => one.expiresAt));
  const since = Math.min(...renewed.map((one) => one.since));
  if (expiresAt <= bff.now()) return;
  const token = newToken();
  tx.insert(disavowals)
    .values({ tokenHash: tokenHash(token), accountId, since, expiresAt })
    .run();
  notify(bff, tx, accountId, 'new-device-link', `not-me#token=${token}`);
}
