import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { and, eq, lte } from 'drizzle-orm';
import type { ApplicationId } from '@signet/contracts/ids';
import type { Bff } from '../../bff.ts';
import { facts, reviews, reviewVotes } from '../../db/schema.ts';

export type Vote = typeof reviewVotes.$inferSelect.vote;
type Reading = Pick<Bff['db'], 'select'>;

/** What an operator signs: their vote on the very facts of this application that were there when it was parked. */
function wordsOf(db: Reading, applicationId: ApplicationId, operator: string, vote: Vote): Buffer {
  const digest = createHash('sha256');
  const rows = db
    .select({ signed: facts.signed })
    .from(facts)
    .innerJoin(reviews, eq(reviews.applicationId, facts.applicationId))
    .where(and(eq(facts.applicationId, applicationId), lte(facts.at, reviews.openedAt)))
    .orderBy(facts.id)
    .all();
  for (const { signed } of rows) digest.update(`${signed}\n`);
  return Buffer.from(
    ['signet/review/v1', applicationId, operator, vote, digest.digest('base64url')].join('\0'),
  );
}

export function signVote(
  db: Reading,
  applicationId: ApplicationId,
  operator: { readonly name: string; readonly key: KeyObject },
  vote: Vote,
): string {
  const words = wordsOf(db, applicationId, operator.name, vote);
  return sign(null, words, operator.key).toString('base64url');
}

/**
 * PROOF-23: what two different operators decided. The database's word alone is not enough: each vote must be signed with the key of
 * an operator whom the deployment names, so that whoever writes to the database decides nothing.
 */
export function decisionOf(
  { db, keys }: Pick<Bff, 'db' | 'keys'>,
  applicationId: ApplicationId,
): 'passed' | 'refused' | undefined {
  const review = db.select().from(reviews).where(eq(reviews.applicationId, applicationId)).get();
  if (review?.outcome == null) return undefined;
  const wanted: Vote = review.outcome === 'passed' ? 'pass' : 'refuse';
  const operators = keys.operators();
  const agreeing = votesOn(db, applicationId).filter(({ operator, vote, signature, at }) => {
    const jwk = operators[operator];
    return (
      vote === wanted &&
      jwk !== undefined &&
      at <= (review.decidedAt ?? 0) &&
      verify(
        null,
        wordsOf(db, applicationId, operator, vote),
        createPublicKey({ key: { ...jwk }, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      )
    );
  });
  const people = new Set(agreeing.map(({ operator }) => operators[operator]?.x));
  return people.size >= 2 ? review.outcome : undefined;
}

export function votesOn(db: Reading, applicationId: ApplicationId) {
  return db.select().from(reviewVotes).where(eq(reviewVotes.applicationId, applicationId)).all();
}
