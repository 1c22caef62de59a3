import { and, eq, gt, lt } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import type { AdapterPayload } from 'oidc-provider';
import { openRow, type Place } from '../keys/seal-row.ts';
import { anonymousMs } from './lifetimes.ts';
import { keepUsed } from './pushed-once.ts';
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
  const kept = tx
    .update(oidcRows)
    .set({ expiresAt })
    .where(
      and(
        eq(oidcRows.idHash, idHash),
        gt(oidcRows.expiresAt, now),
        lt(oidcRows.expiresAt, expiresAt),
      ),
    )
    .returning({ payloadSealed: oidcRows.payloadSealed })
    .get();
  if (kept === undefined) return;
  const place: Place = `oidc_rows/Interaction/${idHash}`;
  const { parJti } = openRow(interactionUid, place, kept.payloadSealed) as AdapterPayload;
  if (parJti !== undefined) keepUsed(tx, parJti, expiresAt);
}
