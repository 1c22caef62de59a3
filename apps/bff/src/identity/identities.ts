import { and, eq, isNotNull, isNull, or } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { frozenSince } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import type { KeyedByProofing } from '../db/made-elsewhere.ts';
import { applications, identities, reviews, type ApplicationRow } from '../db/schema.ts';
import { disownedPeople } from './schema.ts';

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
    .where(
      or(
        and(eq(identities.ssnIndex, ssnIndex), isNull(identities.disownedAt)),
        eq(identities.accountId, accountId),
      ),
    )
    .all()
    .some((one) => one.accountId !== accountId || one.ssnIndex !== ssnIndex);
}

/**
 * In the transaction that issues, and no sooner, so that whoever is refused keeps nobody out: the row is unique both ways, and of two
 * accounts that come at once one gets it.
 */
export function claimIdentity(
  tx: Pick<Bff['db'], 'select' | 'insert'>,
  { accountId, ssnIndex }: Pick<ApplicationRow, 'accountId' | 'ssnIndex'>,
  now: number,
): boolean {
  if (ssnIndex === null || belongsElsewhere(tx, accountId, ssnIndex)) return false;
  tx.insert(identities)
    .values({ accountId, ssnIndex, claimedAt: now })
    .onConflictDoUpdate({ target: identities.accountId, set: { disownedAt: null } })
    .run();
  return true;
}

/**
 * Whoever it really is has no part in this account, and is free to prove themselves in one of their own. The account stays bound to
 * them: agencies know it as that person, so it never becomes another's.
 */
export function disownIdentity(
  tx: Pick<Bff['db'], 'update'>,
  accountId: AccountId,
  now: number,
): void {
  tx.update(identities).set({ disownedAt: now }).where(eq(identities.accountId, accountId)).run();
}

/** So long a person whose account is gone keeps being looked at by two: as long as whoever has a notice may say so. */
const keptAfterDeletionMs = 365 * 24 * 60 * 60_000;

/** Deleting the account does not undo that it was disowned: whoever passed as somebody else would do it again in another one. */
export function keepDisowned(
  tx: Pick<Bff['db'], 'select' | 'insert'>,
  accountId: AccountId,
  now: number,
): void {
  const disowned = tx
    .select()
    .from(identities)
    .where(and(eq(identities.accountId, accountId), isNotNull(identities.disownedAt)))
    .get();
  if (disowned !== undefined) disownPerson(tx, disowned.ssnIndex, now);
}

/** Of somebody who has no account that it could be said of. */
export function disownPerson(
  tx: Pick<Bff['db'], 'insert'>,
  ssnIndex: KeyedByProofing,
  now: number,
): void {
  const expiresAt = now + keptAfterDeletionMs;
  tx.insert(disownedPeople)
    .values({ ssnIndex, expiresAt })
    .onConflictDoUpdate({ target: disownedPeople.ssnIndex, set: { expiresAt } })
    .run();
}

/**
 * PROOF-22: whether somebody said of this person, in whatever account, that it was not them. Whoever has their card, number and telephone
 * passes every check again, here or in a new account. In the account that two operators let pass since it is settled.
 */
export function isInDoubt(
  db: Pick<Bff['db'], 'select'>,
  { accountId, ssnIndex }: Pick<ApplicationRow, 'accountId' | 'ssnIndex'>,
): boolean {
  if (frozenSince(db, accountId) !== null) return true;
  if (ssnIndex === null) return false;
  const ofThePerson = db.select().from(identities).where(eq(identities.ssnIndex, ssnIndex)).all();
  if (ofThePerson.some((one) => one.accountId === accountId && one.disownedAt === null))
    return false;
  const ofAccountsGone = db
    .select()
    .from(disownedPeople)
    .where(eq(disownedPeople.ssnIndex, ssnIndex))
    .get();
  return ofAccountsGone !== undefined || ofThePerson.some(({ disownedAt }) => disownedAt !== null);
}

/** The account that stands for this person and that no two operators let pass: whoever is proved in it may be whoever was disowned. */
export function unlookedAtAccountOf(
  db: Pick<Bff['db'], 'select'>,
  ssnIndex: KeyedByProofing,
): AccountId | undefined {
  const holder = db
    .select()
    .from(identities)
    .where(and(eq(identities.ssnIndex, ssnIndex), isNull(identities.disownedAt)))
    .get();
  if (holder === undefined) return undefined;
  const passed = db
    .select({ id: applications.id })
    .from(applications)
    .innerJoin(reviews, eq(reviews.applicationId, applications.id))
    .where(and(eq(applications.accountId, holder.accountId), eq(reviews.outcome, 'passed')))
    .get();
  return passed === undefined ? holder.accountId : undefined;
}

/** Whether the account had proved its person before the application began; kept through a reset of the vault. */
export function provedBefore(
  db: Pick<Bff['db'], 'select'>,
  { accountId, createdAt }: Pick<ApplicationRow, 'accountId' | 'createdAt'>,
): boolean {
  const claimed = db.select().from(identities).where(eq(identities.accountId, accountId)).get();
  return claimed !== undefined && claimed.claimedAt < createdAt;
}

/** Whether an application is from before its identity was frozen: what it proved counts no more. */
export function isDisowned(
  db: Pick<Bff['db'], 'select'>,
  { accountId, createdAt }: Pick<ApplicationRow, 'accountId' | 'createdAt'>,
): boolean {
  return createdAt <= (frozenSince(db, accountId) ?? -1);
}
