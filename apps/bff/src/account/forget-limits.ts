import { and, eq, isNotNull } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { mainIndexOf } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { emails } from '../db/schema.ts';
import { forgetSubjects } from '../limits/forget-subjects.ts';
import { guessersOf } from '../limits/guesses.ts';
import { agencySubjects } from '../signals/schema.ts';

type Tx = Pick<Bff['db'], 'select' | 'delete'>;

/**
 * What limits counted for an account that ends, by every name under which they count it. Some stay until their windows end: what was
 * tried with its addresses from sources that nobody remembers, texts to a telephone number, which would be written to without end if
 * accounts were made and deleted, and guesses at addresses that were not the main one, which were at nobody (AUTH-2).
 */
export function forgetLimits(bff: Bff, tx: Tx, accountId: AccountId, source: string): void {
  // An address that was not confirmed is somebody else's, and so is what guards it.
  const ofTheirs = and(eq(emails.accountId, accountId), isNotNull(emails.confirmedAt));
  const indexes = tx.select({ index: emails.emailIndex }).from(emails).where(ofTheirs).all();
  const agencies = tx
    .select({ clientId: agencySubjects.clientId })
    .from(agencySubjects)
    .where(eq(agencySubjects.accountId, accountId))
    .all();
  forgetSubjects(bff, tx, [
    accountId,
    ...guessersOf(tx, accountId),
    ...agencies.map(({ clientId }) => `${clientId} ${accountId}`),
    ...indexes.map(({ index }) => index),
    `${mainIndexOf({ db: tx }, accountId)}\0${source}`,
  ]);
}
