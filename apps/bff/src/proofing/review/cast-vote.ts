import type { KeyObject } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { ApplicationId } from '@signet/contracts/ids';
import { failed, ok, type Result } from '@signet/contracts/result';
import { recordEvent } from '../../audit/record-event.ts';
import type { Bff } from '../../bff.ts';
import type { Db } from '../../db/open.ts';
import { applications, reviews, reviewVotes } from '../../db/schema.ts';
import { agreeing, counting, signVote, votesOn, type Vote } from './votes.ts';

export type Cast = 'one more must agree' | 'passed' | 'refused';

/**
 * One operator's vote; with the second that says the same and counts the review is decided, as one of somebody who is no operator any more does
 * not. Vote, outcome and events in one transaction.
 */
export function castVote(
  { db, keys }: { readonly db: Db; readonly keys: Pick<Bff['keys'], 'operators'> },
  applicationId: ApplicationId,
  operator: { readonly name: string; readonly key: KeyObject },
  vote: Vote,
  now: number,
): Result<Cast, { readonly type: 'no_such_review' | 'decided' | 'closed' | 'voted_already' }> {
  return db.transaction((tx) => {
    const found = tx
      .select({
        outcome: reviews.outcome,
        closedAt: reviews.closedAt,
        accountId: applications.accountId,
      })
      .from(reviews)
      .innerJoin(applications, eq(applications.id, reviews.applicationId))
      .where(eq(reviews.applicationId, applicationId))
      .get();
    if (found === undefined) return failed({ type: 'no_such_review' });
    if (found.outcome !== null) return failed({ type: 'decided' });
    if (found.closedAt !== null) return failed({ type: 'closed' });
    const operators = keys.operators();
    const votes = counting(tx, operators, applicationId, votesOn(tx, applicationId));
    if (votes.some((one) => one.operator === operator.name))
      return failed({ type: 'voted_already' });
    // What still stands under the name counts for nothing: it is of a key that is nobody's any more.
    tx.delete(reviewVotes)
      .where(
        and(eq(reviewVotes.applicationId, applicationId), eq(reviewVotes.operator, operator.name)),
      )
      .run();
    const signature = signVote(tx, applicationId, operator, vote);
    const own = { applicationId, operator: operator.name, vote, signature, at: now };
    tx.insert(reviewVotes).values(own).run();
    recordEvent(tx, now, 'review.voted', found.accountId, { applicationId, vote });
    const counted = [...votes, ...counting(tx, operators, applicationId, [own])];
    if (agreeing(operators, counted, vote) < 2) return ok('one more must agree');
    const outcome = vote === 'pass' ? 'passed' : 'refused';
    tx.update(reviews)
      .set({ outcome, decidedAt: now })
      .where(eq(reviews.applicationId, applicationId))
      .run();
    recordEvent(tx, now, 'review.decided', found.accountId, { applicationId, outcome });
    return ok(outcome);
  });
}
