import { and, eq, gt, gte, isNotNull, sql } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { noticePath } from '@signet/contracts/relay-wire';
import type { Bff } from '../bff.ts';
import { identities, identityNotices } from '../db/schema.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import { notify } from '../mail/notify.ts';
import type { ApplicationRow } from '../db/schema.ts';
import { sealPerson } from './orphaned-notices.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update'>;

const day = 24 * 60 * 60_000;

/** As long as the credential that it tells of. */
const noticeMs = 365 * day;
/** How long the link that an address got outlives it, counted from when it was sent. */
const silenceMs = 7 * day;

/**
 * PROOF-22: the link by which whoever gets the notice of proofing says "this wasn't me" (SP 800-63A-4 §3.10). It is made before proofing
 * is asked to issue, since only proofing knows the telephone that the notice goes to; undefined once the notice was sent. Each request
 * has its own: of two on their way neither makes dead what the other sends.
 */
export function noticeLinkFor(
  { config, now }: Pick<Bff, 'config' | 'now'>,
  tx: Tx,
  { id, accountId, ssnIndex }: ApplicationRow,
): string | undefined {
  if (wasSent(tx, id)) return undefined;
  const token = newToken();
  tx.insert(identityNotices)
    .values({
      tokenHash: tokenHash(token),
      personSealed: ssnIndex === null ? null : sealPerson(token, ssnIndex),
      accountId,
      applicationId: id,
      expiresAt: now() + noticeMs,
    })
    .run();
  return `${config.issuer}${noticePath}${token}`;
}

/** In the transaction that issues: what proofing was given is sent, and every confirmed address gets a link that ends with it. */
export function sendNotice(bff: Bff, tx: Tx, application: ApplicationRow, link: string): void {
  const { id, accountId } = application;
  if (wasSent(tx, id)) return;
  const sentAt = bff.now();
  const token = link.slice(bff.config.issuer.length + noticePath.length);
  tx.update(identityNotices)
    .set({ sentAt })
    .where(eq(identityNotices.tokenHash, tokenHash(token)))
    .run();
  const mailed = { accountId, applicationId: id, expiresAt: sentAt + noticeMs };
  mailLink(bff, tx, mailed, 'identity-proved');
}

/**
 * AUTH-19: an address is gone, and so is the link that it got, and one that takes its place goes to those that are left. Whoever proved
 * themselves as somebody else could remove the address of the account's owner and silence the notice by it: for a week the link works on.
 * `hadFrom` is since when the address was told.
 */
export function renewNotices(bff: Bff, tx: Tx, accountId: AccountId, hadFrom: number): void {
  const now = bff.now();
  const living = tx
    .select()
    .from(identityNotices)
    .where(
      and(
        eq(identityNotices.accountId, accountId),
        eq(identityNotices.byMail, true),
        gte(identityNotices.sentAt, hadFrom),
        // What ended with another address was renewed then.
        gt(identityNotices.expiresAt, sql`max(${now}, ${identityNotices.sentAt} + ${silenceMs})`),
      ),
    )
    .all();
  for (const { tokenHash: hash, sentAt, ...notice } of living) {
    tx.update(identityNotices)
      .set({ expiresAt: (sentAt ?? now) + silenceMs })
      .where(eq(identityNotices.tokenHash, hash))
      .run();
    mailLink(bff, tx, notice, 'identity-proved-link');
  }
}

function mailLink(
  bff: Bff,
  tx: Tx,
  notice: Pick<typeof identityNotices.$inferSelect, 'accountId' | 'applicationId' | 'expiresAt'>,
  kind: 'identity-proved' | 'identity-proved-link',
): void {
  const token = newToken();
  const person = tx
    .select()
    .from(identities)
    .where(eq(identities.accountId, notice.accountId))
    .get();
  tx.insert(identityNotices)
    .values({
      ...notice,
      tokenHash: tokenHash(token),
      personSealed: person === undefined ? null : sealPerson(token, person.ssnIndex),
      byMail: true,
      sentAt: bff.now(),
    })
    .run();
  notify(bff, tx, notice.accountId, kind, `${noticePath.slice(1)}${token}`);
}

function wasSent(tx: Tx, id: ApplicationRow['id']): boolean {
  const sent = tx
    .select()
    .from(identityNotices)
    .where(and(eq(identityNotices.applicationId, id), isNotNull(identityNotices.sentAt)))
    .get();
  return sent !== undefined;
}
