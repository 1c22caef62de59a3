import { eq, sql } from 'drizzle-orm';
import type { Db } from '../db/open.ts';
import { rowHash } from './row-hash.ts';
import { oidcRows } from './schema.ts';

/** A request as it is kept: until when, and whose it is, if somebody signed in for it. */
export type Begun = Pick<typeof oidcRows.$inferSelect, 'expiresAt' | 'ownerDigest'>;

/**
 * RFC 9126 §4: a pushed request gives one code, in however many tabs it was opened within its minute. The engine looks at that when it is
 * answered, so it is known for as long as what it began is, and goes with its person's account (AUTH-12), whom it may name. To begin anything it
 * is too old all the same: that is in its payload.
 */
export function keepPushed(
  tx: Pick<Db, 'update'>,
  id: string,
  { expiresAt, ownerDigest }: Begun,
): void {
  const idHash = rowHash.id('PushedAuthorizationRequest', id);
  tx.update(oidcRows)
    .set({
      expiresAt: sql`max(${oidcRows.expiresAt}, ${expiresAt})`,
      ...(ownerDigest === null ? {} : { ownerDigest }),
    })
    .where(eq(oidcRows.idHash, idHash))
    .run();
}
