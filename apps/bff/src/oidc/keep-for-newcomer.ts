import { and, eq, gt, lt } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { anonymousMs } from './lifetimes.ts';
import { rowHash } from './row-hash.ts';
import { oidcRows } from './schema.ts';

/** AGENCY-51: a newcomer gets to the agency by a link that lives a day. What is gone already stays gone. */
export function keepForNewcomer(
  tx: Pick<Bff['db'], 'update'>,
  now: number,
  interactionUid: string,
): void {
  const expiresAt = now + anonymousMs.signingUp;
  const idHash = rowHash.id('Interaction', interactionUid);
  tx.update(oidcRows)
    .set({ expiresAt })
    .where(
      and(
        eq(oidcRows.idHash, idHash),
        gt(oidcRows.expiresAt, now),
        lt(oidcRows.expiresAt, expiresAt),
      ),
    )
    .run();
}
