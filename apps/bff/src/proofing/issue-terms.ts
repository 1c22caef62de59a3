import { and, eq, gt, ne } from 'drizzle-orm';
import type { ApplicationState } from '@signet/contracts/proofing';
import { verifiedSince } from '@signet/contracts/policy/verified-since';
import { frozenSince, verifiedAtOf } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { invalidateCredentials } from '../credential-status/change-status.ts';
import { accounts, applications, type ApplicationRow } from '../db/schema.ts';
import { belongsElsewhere, isInDoubt, provedBefore } from '../identity/identities.ts';
import { noticeLinkFor, sendNotice } from '../identity/notice-of-proofing.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { patienceMs, type BelievedFacts, type IssueTerms, type Vouched } from './relay.ts';
import { parkedTicketOf } from './review/reviews.ts';
import { establishedFacts } from './replay-decision.ts';
import { decisionOf } from './review/votes.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;

/** What proofing must be told to issue; undefined when the identity belongs to another account (PROOF-21). */
export function prepareIssue(
  tx: Tx,
  bff: Bff,
  application: ApplicationRow,
): IssueTerms | undefined {
  const { id, accountId, ssnIndex } = application;
  if (ssnIndex === null || belongsElsewhere(tx, accountId, ssnIndex)) {
    markDuplicate(tx, bff, application);
    return undefined;
  }
  const ticketDigest = parkedTicketOf({ db: tx }, id);
  const decided = decisionOf(bff, id);
  const noticeLink = noticeLinkFor(bff, tx, application);
  tx.update(applications)
    .set({ issuingUntil: bff.now() + patienceMs })
    .where(eq(applications.id, id))
    .run();
  return {
    ...(ticketDigest === undefined
      ? {}
      : { review: { ticketDigest, ...(decided === undefined ? {} : { decided }) } }),
    // PROOF-22: whoever passed every check as somebody else would do it again. Two operators look first.
    ...(isInDoubt(tx, application) ? { disowned: true } : {}),
    ...(noticeLink === undefined ? {} : { noticeLink }),
  };
}

/**
 * PROOF-21, PROOF-22: proofing sends the notice before it issues. Of two accounts of one person that come at once the later would be told
 * of what the other got, so it comes again once that is known; no longer than proofing is waited for.
 */
export function isIssuedElsewhere(
  tx: Tx,
  bff: Pick<Bff, 'now'>,
  { accountId, ssnIndex }: ApplicationRow,
): boolean {
  if (ssnIndex === null) return false;
  const other = tx
    .select({ id: applications.id })
    .from(applications)
    .where(
      and(
        eq(applications.ssnIndex, ssnIndex),
        ne(applications.accountId, accountId),
        gt(applications.issuingUntil, bff.now()),
      ),
    )
    .get();
  return other !== undefined;
}

/** Proofing answered, or fell silent: whoever else is this person may ask. */
export function endIssuing(tx: Tx, { id }: ApplicationRow): void {
  tx.update(applications).set({ issuingUntil: null }).where(eq(applications.id, id)).run();
}

/** The person turned out to have another account: what was asked for is not handed over. */
export function markDuplicate(tx: Tx, bff: Bff, { id, accountId }: ApplicationRow): void {
  tx.update(applications)
    .set({ state: 'duplicate', updatedAt: bff.now() })
    .where(eq(applications.id, id))
    .run();
  recordEvent(tx, bff.now(), 'proofing.identity-in-use', accountId, { applicationId: id });
}

/** Where a result leads: as the table says, unless the person who was found has another account. */
export function nextState(
  tx: Pick<Bff['db'], 'select'>,
  { accountId, state }: ApplicationRow,
  { ssnIndex }: Pick<BelievedFacts, 'ssnIndex'>,
  wanted: ApplicationState | undefined,
): ApplicationState {
  if (ssnIndex !== undefined && belongsElsewhere(tx, accountId, ssnIndex)) return 'duplicate';
  return wanted ?? state;
}

/**
 * Verified from now on, frozen no more, and told so; so are the agencies that know the person (AGENCY-11). `application` is the row as
 * it was before: one that is issued already was only asked for again. Otherwise what was verified before is over, in every copy but the new
 * ones: nobody shows an agency that asks for something newer what is older (PROOF-12).
 */
export function markIssued(
  tx: Tx,
  bff: Bff,
  application: ApplicationRow,
  { noticeLink, statuses = [] }: Pick<Vouched, 'noticeLink' | 'statuses'>,
): void {
  const { accountId, id } = application;
  const wasFrozen = frozenSince(tx, accountId) !== null;
  tx.update(accounts)
    .set({ verifiedAt: countsSince(tx, bff, application), frozenAt: null })
    .where(eq(accounts.id, accountId))
    .run();
  if (wasFrozen) {
    recordEvent(tx, bff.now(), 'identity.unfrozen', accountId, { applicationId: id });
    tellAgencies(bff, tx, accountId, 'account-enabled');
  }
  if (application.state !== 'issued') invalidateCredentials(bff, tx, accountId, statuses);
  if (application.state !== 'issued' && provedBefore(tx, application))
    tellAgencies(bff, tx, accountId, 'reproof-completed');
  if (noticeLink !== undefined) sendNotice(bff, tx, application, noticeLink);
}

/**
 * PROOF-12: asked for again, it is no younger. It may be older: an earlier release counted from the first asking, and what proofing signs
 * now says when the code came back. Counted from later, no more copies of it would be signed.
 */
function countsSince(tx: Tx, bff: Bff, { id, accountId, state }: ApplicationRow): number {
  const now = bff.now();
  const since = verifiedSince(establishedFacts({ db: tx }, id, new Date(now))) ?? now;
  const kept = state === 'issued' ? verifiedAtOf({ db: tx, now: bff.now }, accountId) : undefined;
  return Math.min(since, kept ?? now);
}
