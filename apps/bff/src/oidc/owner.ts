import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { logOutAtAgencies } from '../signals/log-out-at-agencies.ts';
import { ownerDigest } from './owner-digest.ts';
import { oidcRows, releases } from './schema.ts';

/**
 * Tokens, grants, sessions and releases of an account; claims go with their tokens (AUTH-12), and agencies are told that the
 * sessions ended.
 */
export function forgetOwner(
  bff: Pick<Bff, 'keys' | 'now' | 'registry'>,
  tx: Pick<Bff['db'], 'select' | 'insert' | 'delete'>,
  accountId: AccountId,
): void {
  logOutAtAgencies(bff, tx, accountId);
  const digest = ownerDigest(bff, accountId);
  tx.delete(oidcRows).where(eq(oidcRows.ownerDigest, digest)).run();
  tx.delete(releases).where(eq(releases.ownerDigest, digest)).run();
}
