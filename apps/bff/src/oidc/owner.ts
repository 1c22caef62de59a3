import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { keyedDigest, type KeyedDigest } from '../keys/keyed-digest.ts';
import { oidcRows, releases } from './schema.ts';

export function ownerDigest({ keys }: Pick<Bff, 'keys'>, accountId: string): KeyedDigest {
  return keyedDigest(keys.secret('oidcOwners'), 'owner', accountId);
}

/** Tokens, grants, sessions and releases of an account; claims go with their tokens (AUTH-12). */
export function forgetOwner(
  bff: Pick<Bff, 'keys'>,
  tx: Pick<Bff['db'], 'delete'>,
  accountId: AccountId,
): void {
  const digest = ownerDigest(bff, accountId);
  tx.delete(oidcRows).where(eq(oidcRows.ownerDigest, digest)).run();
  tx.delete(releases).where(eq(releases.ownerDigest, digest)).run();
}
