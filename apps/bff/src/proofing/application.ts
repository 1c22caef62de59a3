import { desc, eq } from 'drizzle-orm';
import { proofingSteps } from '@signet/contracts/facts';
import type { AccountId } from '@signet/contracts/ids';
import type { Application } from '@signet/contracts/proofing';
import { isVerified } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { applications, type ApplicationRow } from '../db/schema.ts';
import { isDisowned } from '../identity/identities.ts';
import { describeReview } from './review/reviews.ts';
import { allowance, type Allowance } from '../limits/count.ts';
import { countingOf, policyOf } from './policy.ts';
import { liveLetter } from './post/live-letter.ts';
import { codesOfApplication } from './post/move-letter.ts';
import { limitsOf, triesPerCode } from './transitions.ts';

export type StoredApplication = ApplicationRow;

/**
 * The application that is open or led to the credential that is held; one whose credential has expired is over (PROOF-12), and so is
 * one from before its identity was frozen (PROOF-22).
 */
export function latestApplication(
  bff: Pick<Bff, 'db' | 'now'>,
  accountId: AccountId,
): StoredApplication | undefined {
  const { db } = bff;
  const latest = db
    .select()
    .from(applications)
    .where(eq(applications.accountId, accountId))
    .orderBy(desc(applications.createdAt))
    .limit(1)
    .get();
  const isOver = latest?.state === 'issued' && !isVerified(bff, accountId);
  const isFrozen = latest !== undefined && isDisowned(db, latest);
  return isOver || isFrozen ? undefined : latest;
}

/** What the browser may know of it: the state, and per step what is left and when more comes (PROOF-11). */
export function describeApplication(bff: Bff, application: StoredApplication): Application {
  const counting = countingOf(bff);
  return {
    applicationId: application.id,
    state: application.state,
    agencyClientId: application.agencyClientId,
    awaitsLetter: awaitsLetter(bff, application),
    review: describeReview(bff, application.id),
    attempts: proofingSteps.map((step) => {
      const tightest = limitsOf(step, application.state)
        .map((name) => ({
          most: counting.table[name].most,
          ...allowance(counting, name, application.accountId),
        }))
        // What may happen once says when, and not how often.
        .filter(({ most, left }) => most > 1 || left === 0)
        .reduce((one, other) => (isTighter(other, one) ? other : one));
      const ofCode =
        step === 'redeem-code'
          ? triesPerCode(policyOf(bff)) - application.codeTries
          : Number.POSITIVE_INFINITY;
      // No time brings back the tries of a code: another must be sent.
      const isSpent = ofCode <= 0 && tightest.left > 0;
      const { resetsAt } = tightest;
      return {
        step,
        left: Math.max(0, Math.min(tightest.left, ofCode)),
        resetsAt: resetsAt === null || isSpent ? null : new Date(resetsAt).toISOString(),
      };
    }),
  };
}

/** Its code counts: also beside one to a phone, until that came back, and no longer where it expired, came back or was not taken. */
function awaitsLetter(bff: Pick<Bff, 'db'>, application: StoredApplication): boolean {
  if (application.state !== 'code-sent' && application.state !== 'letter-sent') return false;
  return liveLetter(bff, codesOfApplication(application)) !== undefined;
}

/** Of two that are used up the later end counts. */
function isTighter(one: Allowance, other: Allowance): boolean {
  if (one.left !== other.left) return one.left < other.left;
  return one.left === 0 && (one.resetsAt ?? 0) > (other.resetsAt ?? 0);
}
