import { and, eq, gt, isNotNull } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import type { KeyedByProofing } from '../db/made-elsewhere.ts';
import { identityNotices, postalLetters } from '../db/schema.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { openRow, sealRow, type Place } from '../keys/seal-row.ts';
import type { SealedText } from '../keys/seal-text.ts';
import { disownPerson } from './identities.ts';
import { orphanedLetters, orphanedNotices } from './schema.ts';

const placeOf = (token: string): Place => `identity_notices/person_sealed/${tokenHash(token)}`;

/** Of whom a notice is, for whoever holds its link and nobody else. */
export function sealPerson(token: string, ssnIndex: KeyedByProofing): SealedText {
  return sealRow(token, placeOf(token), ssnIndex);
}

/**
 * PROOF-22: whoever proved themselves as somebody else would silence the notices by deleting the account first, and do it again. The
 * links go on as long as each counts (AUTH-19), and a letter that waits is collected; what is kept of them can be neither read nor
 * compared (AUTH-12).
 */
export function keepNotices(
  tx: Pick<Bff['db'], 'select' | 'insert'>,
  accountId: AccountId,
  now: number,
): void {
  const living = tx
    .select()
    .from(identityNotices)
    .where(
      and(
        eq(identityNotices.accountId, accountId),
        isNotNull(identityNotices.personSealed),
        gt(identityNotices.expiresAt, now),
      ),
    )
    .all();
  for (const { tokenHash: hash, personSealed, byMail, expiresAt } of living)
    if (personSealed !== null)
      tx.insert(orphanedNotices).values({ tokenHash: hash, personSealed, byMail, expiresAt }).run();
  const uncollected = tx
    .select()
    .from(postalLetters)
    .where(
      and(
        eq(postalLetters.accountId, accountId),
        eq(postalLetters.purpose, 'notice'),
        eq(postalLetters.status, 'requested'),
      ),
    )
    .all();
  for (const { id, letterSealed, requestedAt, tries, nextTryAt } of uncollected)
    if (letterSealed !== null)
      tx.insert(orphanedLetters).values({ id, letterSealed, requestedAt, tries, nextTryAt }).run();
}

/**
 * "This wasn't me", of an account that is gone: the person is looked at by two from now on. Undefined where the link is none of these, else
 * whether it went by e-mail, to addresses of whoever had that account.
 */
export function disownByOrphan(
  tx: Pick<Bff['db'], 'insert' | 'delete'>,
  token: string,
  now: number,
): { readonly ssnIndex: KeyedByProofing; readonly byMail: boolean } | undefined {
  const orphan = tx
    .delete(orphanedNotices)
    .where(and(eq(orphanedNotices.tokenHash, tokenHash(token)), gt(orphanedNotices.expiresAt, now)))
    .returning()
    .get();
  if (orphan === undefined) return undefined;
  const ssnIndex = openRow(token, placeOf(token), orphan.personSealed) as KeyedByProofing;
  disownPerson(tx, ssnIndex, now);
  return { ssnIndex, byMail: orphan.byMail };
}
