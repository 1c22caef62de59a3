import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { logOutAtAgencies } from '../signals/log-out-at-agencies.ts';
import { ownerDigest } from './owner-digest.ts';
import { oidcRows } from './schema.ts';

/**
 * Sessions, grants and requests of an account (AUTH-12). Agencies are told that the sessions ended; with each grant end its codes, its
 * tokens with their claims, and its release.
 */
export function forgetOwner(
  bff: Pick<Bff, 'keys' | 'now' | 'registry'>,
  tx: Pick<Bff['db'], 'select' | 'insert' | 'delete'>,
  accountId: AccountId,
): void {
  logOutAtAgencies(bff, tx, accountId);
  tx.delete(oidcRows)
    .where(eq(oidcRows.ownerDigest, ownerDigest(bff, accountId)))
    .run();
}
