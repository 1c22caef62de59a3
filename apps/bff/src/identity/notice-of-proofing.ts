import { and, eq, isNull } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { identityNotices } from '../db/schema.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import { notify } from '../mail/notify.ts';
import type { ApplicationRow } from '../db/schema.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update'>;

/** As long as the credential that it tells of. */
const noticeDays = 365;

/**
 * PROOF-22: the link by which whoever gets the notice of proofing says "this wasn't me" (SP 800-63A-4 §3.10). It is made before proofing
 * is asked to issue, since only proofing knows the telephone that the notice goes to; undefined once the notice was sent.
 */
export function noticeLinkFor(
  { config, now }: Pick<Bff, 'config' | 'now'>,
  tx: Tx,
  { id, accountId }: ApplicationRow,
): string | undefined {
  const token = newToken();
  const fresh = {
    tokenHash: tokenHash(token),
    expiresAt: now() + noticeDays * 24 * 60 * 60_000,
  };
  const kept = tx
    .insert(identityNotices)
    .values({ ...fresh, accountId, applicationId: id })
    .onConflictDoUpdate({
      target: identityNotices.applicationId,
      set: fresh,
      setWhere: isNull(identityNotices.sentAt),
    })
    .returning()
    .get();
  return kept === undefined ? undefined : `${config.issuer}/not-my-identity#token=${token}`;
}

/** In the transaction that issues: the same link to every confirmed address. */
export function sendNotice(
  bff: Bff,
  tx: Tx,
  { id, accountId }: ApplicationRow,
  link: string,
): void {
  const sent = tx
    .update(identityNotices)
    .set({ sentAt: bff.now() })
    .where(and(eq(identityNotices.applicationId, id), isNull(identityNotices.sentAt)))
    .returning()
    .get();
  if (sent !== undefined)
    notify(bff, tx, accountId, 'identity-proved', link.slice(bff.config.issuer.length + 1));
}
