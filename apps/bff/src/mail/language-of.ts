import { eq, sql } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { languages, type Language } from '@signet/contracts/languages';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { accounts } from '../db/schema.ts';

const languageBy = builtOnce((db) =>
  db
    .select({ language: accounts.language })
    .from(accounts)
    .where(eq(accounts.id, sql.placeholder('accountId')))
    .prepare(),
);

/** What the owner of an account is written to in (LANG-2); undefined where there is no such account. */
export function languageOf(
  db: Pick<Bff['db'], 'select'>,
  accountId: AccountId,
): Language | undefined {
  return languageBy(db).get({ accountId })?.language;
}

/** The same for a letter, which is written in some language in any case: without such an account as whoever asked for it reads, or else in English. */
export function writtenToIn(
  db: Pick<Bff['db'], 'select'>,
  accountId: AccountId,
  otherwise: Language = languages[0],
): Language {
  return languageOf(db, accountId) ?? otherwise;
}
