import { eq, or } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import type { KeyedByProofing } from '../db/made-elsewhere.ts';
import { accounts, identities, type ApplicationRow } from '../db/schema.ts';

/**
 * PROOF-21: one person, one account. Proofing computes the blind index under its own key; whether another account has it, or this
 * account another one, is all that the bff can tell, and all that it tells.
 */
export function belongsElsewhere(
  db: Pick<Bff['db'], 'select'>,
  accountId: AccountId,
  ssnIndex: KeyedByProofing,
): boolean {
  return db
    .select()
    .from(identities)
    .where(or(eq(identities.ssnIndex, ssnIndex), eq(identities.accountId, accountId)))
    .all()
    .some((one) => one.accountId !== accountId || one.ssnIndex !== ssnIndex);
}

/** Before anything is issued: the row is unique both ways, so that of two accounts that come at once one gets it. */
export function claimIdentity(
  tx: Pick<Bff['db'], 'select' | 'insert'>,
  accountId: AccountId,
  ssnIndex: KeyedByProofing | null,
  now: number,
): boolean {
  if (ssnIndex === null) return false;
  tx.insert(identities).values({ accountId, ssnIndex, claimedAt: now }).onConflictDoNothing().run();
  return !belongsElsewhere(tx, accountId, ssnIndex);
}

/** Whether the account had proved its person before the application began; kept through a reset of the vault. */
export function provedBefore(
  db: Pick<Bff['db'], 'select'>,
  { accountId, createdAt }: Pick<ApplicationRow, 'accountId' | 'createdAt'>,
): boolean {
  const claimed = db.select().from(identities).where(eq(identities.accountId, accountId)).get();
  return claimed !== undefined && claimed.claimedAt < createdAt;
}

/** PROOF-22: since when the identity is frozen, because somebody who got the notice said that it was not them. */
export function frozenSince(db: Pick<Bff['db'], 'select'>, accountId: AccountId): number | null {
  const account = db
    .select({ frozenAt: accounts.frozenAt })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .get();
  return account?.frozenAt ?? null;
}
