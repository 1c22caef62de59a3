import { and, eq, sql } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { devices, emails, limits } from '../db/schema.ts';
import { keyedDigest } from '../keys/keyed-digest.ts';
import { allowance, useOne } from './count.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'delete'>;
type Kind = 'password-guesses' | 'code-guesses';

/**
 * SP 800-63B-4 §3.2.2: after 100 guesses in a row an authenticator takes none any more, until its owner got in another way. A
 * password's guesses are counted apart for every browser that its owner was signed in with, and together for all others: a
 * stranger switches it off for strangers only (AUTH-4). What is counted is KE2, as each one lets its holder try a password.
 */
export function mayGuess(bff: Bff, tx: Pick<Tx, 'select'>, kind: Kind, subject: string): boolean {
  const counting = { db: tx as Tx, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  return allowance(counting, kind, subject).left > 0;
}

export function countGuess(bff: Bff, tx: Tx, kind: Kind, subject: string): void {
  useOne({ db: tx, key: bff.keys.secret('limitSubjects'), now: bff.now() }, kind, subject);
}

export const guessedFrom = {
  device: (hash: string) => `device\0${hash}`,
  anywhereElse: (emailIndex: string) => `elsewhere\0${emailIndex}`,
  session: (accountId: AccountId) => `session\0${accountId}`,
  account: (accountId: AccountId) => `account\0${accountId}`,
};

const account = sql.placeholder('accountId');
const indexesOf = builtOnce((db) =>
  db
    .select({ index: emails.emailIndex })
    .from(emails)
    .where(eq(emails.accountId, account))
    .prepare(),
);
const devicesOf = builtOnce((db) =>
  db
    .select({ hash: devices.tokenHash })
    .from(devices)
    .where(eq(devices.accountId, account))
    .prepare(),
);
const forgetting = builtOnce((db) =>
  db
    .delete(limits)
    .where(
      and(eq(limits.name, sql.placeholder('name')), eq(limits.subject, sql.placeholder('subject'))),
    )
    .prepare(),
);

/** Whoever proved it was no guesser: the row of guesses ends, wherever it was counted. */
export function forgetGuesses(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  kinds: readonly Kind[] = ['password-guesses', 'code-guesses'],
): void {
  const key = bff.keys.secret('limitSubjects');
  const subjects = [
    ...indexesOf(tx)
      .all({ accountId })
      .map(({ index }) => guessedFrom.anywhereElse(index)),
    ...devicesOf(tx)
      .all({ accountId })
      .map(({ hash }) => guessedFrom.device(hash)),
    guessedFrom.session(accountId),
    guessedFrom.account(accountId),
  ];
  for (const name of kinds)
    for (const subject of subjects)
      forgetting(tx).run({ name, subject: keyedDigest(key, name, subject) });
}
