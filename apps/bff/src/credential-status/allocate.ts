import { randomInt } from 'node:crypto';
import { count, desc } from 'drizzle-orm';
import {
  statusList,
  statusListUri,
  statusValues,
  type StatusReference,
} from '@signet/contracts/credential-status';
import type { AccountId } from '@signet/contracts/ids';
import { credentialDays } from '@signet/contracts/proofing';
import type { Bff } from '../bff.ts';
import { credentialOwner } from './owner.ts';
import { credentialStatus } from './schema.ts';

const day = 24 * 60 * 60_000;
/** Beyond this a free place takes several tries, and a new list is opened. */
const fullAt = statusList.size / 2;

/**
 * AGENCY-20: a place for each copy, drawn at random from a list, so that two copies of one person look like those of two.
 * Kept before proofing is asked: what is drawn and then not used stays empty until it expires.
 */
export function allocateStatuses(
  { config, keys }: Pick<Bff, 'config' | 'keys'>,
  tx: Pick<Bff['db'], 'select' | 'insert'>,
  accountId: AccountId,
  copies: number,
  now: number,
): StatusReference[] {
  const [newest] = tx
    .select({ list: credentialStatus.list, taken: count() })
    .from(credentialStatus)
    .groupBy(credentialStatus.list)
    .orderBy(desc(credentialStatus.list))
    .limit(1)
    .all();
  const current = newest ?? { list: 1, taken: 0 };
  const list = current.taken + copies > fullAt ? current.list + 1 : current.list;
  const ownerDigest = credentialOwner({ keys }, accountId);
  const expiresAt = now + (credentialDays + 1) * day;
  return Array.from({ length: copies }, () => {
    for (;;) {
      const idx = randomInt(statusList.size);
      const { changes } = tx
        .insert(credentialStatus)
        .values({ list, idx, ownerDigest, status: statusValues.valid, expiresAt })
        .onConflictDoNothing()
        .run();
      if (changes === 1) return { status_list: { idx, uri: statusListUri(config.issuer, list) } };
    }
  });
}
