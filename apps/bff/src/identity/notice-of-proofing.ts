import { and, eq, isNotNull } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { identityNotices } from '../db/schema.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import { notify } from '../mail/notify.ts';
import type { ApplicationRow } from '../db/schema.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update'>;

/** As long as the credential that it tells of. */
const noticeDays = 365;
const page = 'not-my-identity#token=';

/**
 * PROOF-22: the link by which whoever gets the notice of proofing says "this wasn't me" (SP 800-63A-4 §3.10). It is made before proofing
 * is asked to issue, since only proofing knows the telephone that the notice goes to; undefined once the notice was sent. Each request
 * has its own: of two on their way neither makes dead what the other sends.
 */
export function noticeLinkFor(
  { config, now }: Pick<Bff, 'config' | 'now'>,
  tx: Tx,
  { id, accountId }: ApplicationRow,
): string | undefined {
  if (wasSent(tx, id)) return undefined;
  const token = newToken();
  tx.insert(identityNotices)
    .values({
      tokenHash: tokenHash(token),
      accountId,
      applicationId: id,
      expiresAt: now() + noticeDays * 24 * 60 * 60_000,
    })
    .run();
  return `${config.issuer}/${page}${token}`;
}

/** In the transaction that issues: the same link to every confirmed address. */
export function sendNotice(
  bff: Bff,
  tx: Tx,
  { id, accountId }: ApplicationRow,
  link: string,
): void {
  if (wasSent(tx, id)) return;
  const path = link.slice(bff.config.issuer.length + 1);
  tx.update(identityNotices)
    .set({ sentAt: bff.now() })
    .where(eq(identityNotices.tokenHash, tokenHash(path.slice(page.length))))
    .run();
  notify(bff, tx, accountId, 'identity-proved', path);
}

function wasSent(tx: Tx, id: ApplicationRow['id']): boolean {
  const sent = tx
    .select()
    .from(identityNotices)
    .where(and(eq(identityNotices.applicationId, id), isNotNull(identityNotices.sentAt)))
    .get();
  return sent !== undefined;
}
