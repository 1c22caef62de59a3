import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { and, eq, lte } from 'drizzle-orm';
import type { ApplicationId } from '@signet/contracts/ids';
import type { Bff } from '../../bff.ts';
import { facts, reviews, reviewVotes } from '../../db/schema.ts';
import { instant } from '../../instant.ts';

export type Vote = typeof reviewVotes.$inferSelect.vote;
/** What was decided, and when. */
export type Decided = { readonly outcome: 'passed' | 'refused'; readonly at: string };
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

/** By the keys of those whom the deployment names. */
type Operators = ReturnType<Bff['keys']['operators']>;

type CastVote = typeof reviewVotes.$inferSelect;

/**
 * PROOF-23: those among these that are signed with the key of whom the deployment names so now. The database's word alone is not enough, so
 * that whoever writes to it decides nothing; and a vote is of a key, not of a name: whoever is taken off and named anew has not voted.
 */
export function counting(
  db: Reading,
  operators: Operators,
  applicationId: ApplicationId,
  votes: readonly CastVote[],
): readonly CastVote[] {
  return votes.filter(({ operator, vote, signature }) => {
    const jwk = operators[operator];
    return (
      jwk !== undefined &&
      verify(
        null,
        wordsOf(db, applicationId, operator, vote),
        createPublicKey({ key: { ...jwk }, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      )
    );
  });
}

/** Four eyes: how many people, of whom one may have two names, say so in votes that count. */
export function agreeing(operators: Operators, votes: readonly CastVote[], wanted: Vote): number {
  const theirs = votes.filter(({ vote }) => vote === wanted);
  return new Set(theirs.map(({ operator }) => operators[operator]?.x)).size;
}

/** PROOF-23: what two different operators decided. */
export function decisionOf(
  { db, keys }: Pick<Bff, 'db' | 'keys'>,
  applicationId: ApplicationId,
): Decided | undefined {
  const review = db.select().from(reviews).where(eq(reviews.applicationId, applicationId)).get();
  if (review?.outcome == null || review.decidedAt === null) return undefined;
  const { outcome, decidedAt } = review;
  const wanted: Vote = outcome === 'passed' ? 'pass' : 'refuse';
  const operators = keys.operators();
  const before = votesOn(db, applicationId).filter(({ at }) => at <= decidedAt);
  return agreeing(operators, counting(db, operators, applicationId, before), wanted) >= 2
    ? { outcome, at: instant(decidedAt) }
    : undefined;
}

export function votesOn(db: Reading, applicationId: ApplicationId) {
  return db.select().from(reviewVotes).where(eq(reviewVotes.applicationId, applicationId)).all();
}
