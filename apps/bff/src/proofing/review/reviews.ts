import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { ApplicationId } from '@signet/contracts/ids';
import type { Application } from '@signet/contracts/proofing';
import type { Bff } from '../../bff.ts';
import { applications, reviews } from '../../db/schema.ts';
import { notify } from '../../mail/notify.ts';
import { policyOf } from '../policy.ts';
import { keptSteps, replayDecision } from '../replay-decision.ts';
import { decisionOf } from './votes.ts';

const day = 24 * 60 * 60_000;

/** PROOF-23: what looks like fraud is parked, not refused: facts without values wait for two operators. */
export function openReview(
  bff: Pick<Bff, 'now' | 'registry'>,
  tx: Pick<Bff['db'], 'insert'>,
  applicationId: ApplicationId,
): void {
  const now = bff.now();
  tx.insert(reviews)
    .values({ applicationId, openedAt: now, dueAt: now + policyOf(bff).reviewDays * day })
    .onConflictDoNothing()
    .run();
}

/** Of which ticket an application was parked: the first one, on whose facts the operators vote. Proofing takes no other (PROOF-23). */
export function parkedTicketOf(
  reading: { readonly db: Pick<Bff['db'], 'select'> },
  applicationId: ApplicationId,
): string | undefined {
  return keptSteps(reading, applicationId).find(({ result }) => result === 'in_review')
    ?.parkedTicket;
}

/** The honest status: until when, what was decided, and whether it came too late for what was checked. */
export function describeReview(
  bff: Pick<Bff, 'db' | 'keys' | 'now' | 'registry'>,
  applicationId: ApplicationId,
): Application['review'] {
  const review = bff.db
    .select()
    .from(reviews)
    .where(eq(reviews.applicationId, applicationId))
    .get();
  if (review === undefined) return null;
  const outcome = decisionOf(bff, applicationId)?.outcome ?? null;
  const { level, inReview } = replayDecision(bff, applicationId, new Date(bff.now()));
  return {
    dueAt: new Date(review.dueAt).toISOString(),
    outcome,
    // What parked it is still a reason to look; that they looked is known to proofing alone, once it issues.
    lapsed: outcome === 'passed' && level === null && !inReview,
  };
}

/** Operators decide by command; the applicant is told by the server, once, at every address. */
export function tellDecided(bff: Bff): void {
  const decided = bff.db
    .select({ applicationId: reviews.applicationId, accountId: applications.accountId })
    .from(reviews)
    .innerJoin(applications, eq(applications.id, reviews.applicationId))
    .where(and(isNotNull(reviews.outcome), isNull(reviews.toldAt)))
    .all();
  for (const { applicationId, accountId } of decided) {
    bff.db.transaction((tx) => {
      tx.update(reviews)
        .set({ toldAt: bff.now() })
        .where(eq(reviews.applicationId, applicationId))
        .run();
      notify(bff, tx, accountId, 'review-decided', 'verify');
    });
  }
}
