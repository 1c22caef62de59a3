import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { mainIndexOf } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { devices } from '../db/schema.ts';
import { allowance, useOne, type Allowance } from './count.ts';
import { forgetSubjects } from './forget-subjects.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'delete'>;
type Kind = 'password-guesses' | 'code-guesses';

/**
 * SP 800-63B-4 §3.2.2: after 100 guesses in a row an authenticator takes none any more, until its owner got in another way or a year
 * after the first of them. Guesses are counted apart for every browser that its owner was signed in with, and together for all others: a
 * stranger switches it off for strangers only (AUTH-4). So they are for all browsers together in which the link of a reset was opened: whoever
 * reads the mail and waited a day is no stranger, and has nothing else to lift it by perhaps. Of a password what is counted is KE2, as each one lets its holder try one.
 * Answers with when that year is over, if none is taken now.
 */
export function disabledUntil(
  bff: Bff,
  tx: Pick<Tx, 'select'>,
  kind: Kind,
  subject: string,
): number | undefined {
  const counting = { db: tx as Tx, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  const { left, resetsAt } = allowance(counting, kind, subject);
  return left > 0 ? undefined : (resetsAt ?? counting.now);
}

export function countGuess(bff: Bff, tx: Tx, kind: Kind, subject: string): Allowance {
  return useOne({ db: tx, key: bff.keys.secret('limitSubjects'), now: bff.now() }, kind, subject);
}

export const guessedFrom = {
  device: (hash: string) => `device\0${hash}`,
  anywhereElse: (emailIndex: string) => `elsewhere\0${emailIndex}`,
  byMail: (accountId: AccountId) => `mail\0${accountId}`,
  session: (accountId: AccountId) => `session\0${accountId}`,
  account: (accountId: AccountId) => `account\0${accountId}`,
};

/**
 * Whoever proved it was no guesser: the row of guesses ends where it was counted, and nowhere else. Were it to end for strangers whenever
 * the owner signs in at home, they could tell by it that there is an owner (AUTH-2).
 */
export function forgetGuess(bff: Bff, tx: Tx, name: Kind, subject: string): void {
  forgetSubjects(bff, tx, [subject], [name]);
}

/**
 * Under what the guesses at an account's password and codes are counted, wherever they were made. Of its addresses the main one alone: at
 * the others nobody signs in, so that guesses there are at nobody, and go on being counted as at an address that no account has. Were they
 * to end together, a stranger who used up both would see that two addresses are one person's (AUTH-2).
 */
export function guessersOf(tx: Pick<Tx, 'select'>, accountId: AccountId): readonly string[] {
  const hashes = tx
    .select({ hash: devices.tokenHash })
    .from(devices)
    .where(eq(devices.accountId, accountId))
    .all();
  return [
    guessedFrom.anywhereElse(mainIndexOf({ db: tx }, accountId)),
    guessedFrom.byMail(accountId),
    ...hashes.map(({ hash }) => guessedFrom.device(hash)),
    guessedFrom.session(accountId),
    guessedFrom.account(accountId),
  ];
}

/** An address that is the main one no more: what was guessed at the account there could not be found any more. */
export function forgetGuessesAt(bff: Bff, tx: Tx, emailIndex: string): void {
  forgetSubjects(bff, tx, [guessedFrom.anywhereElse(emailIndex)], ['password-guesses']);
}

/** Another password: what was guessed at is gone. So it is when everyone was shut out, and another one is due. */
export function forgetGuesses(
  bff: Pick<Bff, 'keys'>,
  tx: Pick<Tx, 'select' | 'delete'>,
  accountId: AccountId,
): void {
  forgetSubjects(bff, tx, guessersOf(tx, accountId), ['password-guesses', 'code-guesses']);
}
