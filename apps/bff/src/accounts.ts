import { createHmac } from 'node:crypto';
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { ChangeDue } from '@signet/contracts/session';
import type { AccountId } from '@signet/contracts/ids';
import { credentialDays } from '@signet/contracts/proofing';
import { secondFactorKinds, type SecondFactorKind } from '@signet/contracts/sign-in';
import type { Bff } from './bff.ts';
import { builtOnce } from './db/built-once.ts';
import { accounts, authenticators, emails } from './db/schema.ts';
import { keyObject } from './keys/key-object.ts';
import { idFrom } from './keys/new-id.ts';
import { keyedDigest, type KeyedDigest } from './keys/keyed-digest.ts';
import { fillUp, openText, sealText, type SealedText } from './keys/seal-text.ts';

type Keys = Pick<Bff, 'keys'>;

/** Finds an account by its address without storing the address readably. */
export function emailIndex({ keys }: Keys, email: string): KeyedDigest {
  return keyedDigest(keys.secret('emailIndex'), 'email', email);
}

/** An address has no blanks. Nearly all are of one length then, and tell a thief of the database nothing by it. */
export function sealEmail({ keys }: Keys, email: string): SealedText {
  return sealText(keys.secret('contactSealing'), 'email', fillUp(email, 64));
}

export function openEmail({ keys }: Keys, sealed: SealedText): string {
  return openText(keys.secret('contactSealing'), 'email', sealed).trimEnd();
}

/** The address that an account is called by: agencies get it, and it stands in the password manager. */
export function emailOf(bff: Pick<Bff, 'db' | 'keys'>, accountId: AccountId): string {
  const row = bff.db
    .select({ sealed: emails.emailSealed })
    .from(emails)
    .where(and(eq(emails.accountId, accountId), eq(emails.isPrimary, true)))
    .get();
  if (row === undefined) throw new Error('an account without an address');
  return openEmail(bff, row.sealed);
}

const confirmedOf = builtOnce((db) =>
  db
    .select({ sealed: emails.emailSealed })
    .from(emails)
    .where(and(eq(emails.accountId, sql.placeholder('accountId')), isNotNull(emails.confirmedAt)))
    .prepare(),
);

/** Every confirmed address of an account: who is told when something happens to it. */
export function addressesOf(bff: Pick<Bff, 'db' | 'keys'>, accountId: AccountId): string[] {
  return confirmedOf(bff.db)
    .all({ accountId })
    .map(({ sealed }) => openEmail(bff, sealed));
}

const mainIndexBy = builtOnce((db) =>
  db
    .select({ index: emails.emailIndex })
    .from(emails)
    .where(and(eq(emails.accountId, sql.placeholder('accountId')), eq(emails.isPrimary, true)))
    .prepare(),
);

/** Addresses that nobody confirmed yet are nobody's: whoever was shut out, or knew the password before, may have added them (AUTH-22). */
export function forgetUnconfirmedOf(tx: Pick<Bff['db'], 'delete'>, accountId: AccountId): void {
  tx.delete(emails)
    .where(and(eq(emails.accountId, accountId), isNull(emails.confirmedAt)))
    .run();
}

/** By which an account that signs in is found. */
export function mainIndexOf(
  { db }: { readonly db: Pick<Bff['db'], 'select'> },
  accountId: AccountId,
): KeyedDigest {
  const row = mainIndexBy(db).get({ accountId });
  if (row === undefined) throw new Error('an account without an address');
  return row.index;
}

const kindsOf = builtOnce((db) =>
  db
    .selectDistinct({ kind: authenticators.kind })
    .from(authenticators)
    .where(eq(authenticators.accountId, sql.placeholder('accountId')))
    .prepare(),
);

/** The kinds of second factor that an account has, passkeys first because they do not answer a phisher. */
export function secondFactorsOf(
  { db }: { readonly db: Pick<Bff['db'], 'select'> },
  accountId: AccountId,
): SecondFactorKind[] {
  const rows = kindsOf(db).all({ accountId });
  const kinds = new Set(rows.map(({ kind }) => kind));
  return secondFactorKinds.filter((kind) => kinds.has(kind));
}

/**
 * AUTH-10, AUTH-21, AUTH-22: the recovery key was used, a passkey that opens the vault was lost, or somebody else was signed in; what
 * comes before anything is shared. New locks come with another recovery key.
 */
export function changeDue({ db }: Pick<Bff, 'db'>, accountId: AccountId): ChangeDue | null {
  const account = db
    .select({
      password: accounts.passwordChangeDue,
      locks: accounts.locksDue,
      recoveryKey: accounts.recoveryKeyUsed,
    })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .get();
  if (account?.password === true) return 'new-password';
  if (account?.locks === true) return 'new-locks';
  return account?.recoveryKey === true ? 'new-recovery-key' : null;
}

/**
 * What comes before anything is shared. AUTH-15: whoever used up the last backup code is signed in and has no second step any more; in
 * the next sign-in they would be let in by none.
 */
export function dueBeforeSharing(
  bff: Pick<Bff, 'db'>,
  accountId: AccountId,
): 'password_change_due' | 'second_step_due' | undefined {
  if (changeDue(bff, accountId) !== null) return 'password_change_due';
  return secondFactorsOf(bff, accountId).length === 0 ? 'second_step_due' : undefined;
}

/** How long what was proved holds: a credential counts its days from the midnight before (PROOF-12). */
const provedForMs = (credentialDays - 1) * 24 * 60 * 60_000;

const verifiedAtBy = builtOnce((db) =>
  db
    .select({ verifiedAt: accounts.verifiedAt })
    .from(accounts)
    .where(eq(accounts.id, sql.placeholder('accountId')))
    .prepare(),
);

/** Since when its person counts as verified, if neither time nor a freeze took that back; a new application changes nothing of it. */
export function verifiedAtOf(
  { db, now }: Pick<Bff, 'now'> & { readonly db: Pick<Bff['db'], 'select'> },
  accountId: AccountId,
): number | undefined {
  const since = verifiedAtBy(db).get({ accountId })?.verifiedAt ?? null;
  return since !== null && now() - since < provedForMs ? since : undefined;
}

/** Whether the person behind it proved who they are, and neither time nor anything else took that back since. */
export function isVerified(bff: Pick<Bff, 'db' | 'now'>, accountId: AccountId): boolean {
  return verifiedAtOf(bff, accountId) !== undefined;
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

/** Whether an address belongs to an account, and to which. */
export function accountOf(
  { db, keys }: { readonly db: Pick<Bff['db'], 'select'>; readonly keys: Bff['keys'] },
  index: KeyedDigest,
): { readonly accountId: AccountId; readonly exists: boolean } {
  return found(
    keys,
    index,
    db
      .select({ id: emails.accountId })
      .from(emails)
      .where(and(eq(emails.emailIndex, index), isNotNull(emails.confirmedAt)))
      .get(),
  );
}

const byMainAddress = builtOnce((db) =>
  db
    .select({ id: emails.accountId })
    .from(emails)
    .where(and(eq(emails.emailIndex, sql.placeholder('index')), eq(emails.isPrimary, true)))
    .prepare(),
);

/**
 * AUTH-2: the same for signing in, by the main address alone. The identifier is told to whoever begins, so that two addresses of one
 * account that answered with it would be known for one person's.
 */
export function accountToSignIn(
  { db, keys }: { readonly db: Pick<Bff['db'], 'select'>; readonly keys: Bff['keys'] },
  index: KeyedDigest,
): { readonly accountId: AccountId; readonly exists: boolean } {
  return found(keys, index, byMainAddress(db).get({ index }));
}

/** Without an account: an identifier of the same form, stable for the address. It is made for every address, so that each takes as long. */
function found(keys: Bff['keys'], index: KeyedDigest, account: { id: AccountId } | undefined) {
  const standIn = createHmac('sha256', keyObject(keys.secret('fakeAccounts')))
    .update(index)
    .digest();
  const standInId = idFrom('sub', standIn);
  return { accountId: account?.id ?? standInId, exists: account !== undefined };
}
