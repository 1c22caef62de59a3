import { and, eq, lt } from 'drizzle-orm';
import type { Db } from '../db/open.ts';
import { rowHash } from './row-hash.ts';
import { oidcRows } from './schema.ts';

/**
 * RFC 9126 §4: a pushed request gives one code, in however many tabs it was opened within its minute. The engine looks at that when it is
 * answered, so it is known for as long as what it began is. To begin anything it is too old all the same: that is in its payload.
 */
export function keepPushed(tx: Pick<Db, 'update'>, id: string, expiresAt: number): void {
  const idHash = rowHash.id('PushedAuthorizationRequest', id);
  tx.update(oidcRows)
    .set({ expiresAt })
    .where(and(eq(oidcRows.idHash, idHash), lt(oidcRows.expiresAt, expiresAt)))
    .run();
}
