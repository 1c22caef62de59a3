import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { applications, reviews } from '../db/schema.ts';
import { codesOf, moveLetters, type Tx } from './post/move-letter.ts';

/**
 * What the applications so far of an account wait for is over, as their person begins anew or somebody said that they are not theirs: no
 * operator decides any more, and the code of a letter is worth nothing (PROOF-23, LETTER-2).
 */
export function leaveApplications(tx: Tx, accountId: AccountId, now: number): void {
  const theirs = tx
    .select({ id: applications.id })
    .from(applications)
    .where(eq(applications.accountId, accountId));
  tx.update(reviews)
    .set({ closedAt: now })
    .where(
      and(
        inArray(reviews.applicationId, theirs),
        isNull(reviews.outcome),
        isNull(reviews.closedAt),
      ),
    )
    .run();
  moveLetters(tx, now, 'cancel', codesOf(accountId));
}
