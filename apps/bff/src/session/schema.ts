import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AccountId, EmailId } from '@signet/contracts/ids';
import type { KeyedDigest } from '../keys/keyed-digest.ts';
import type { SealedText } from '../keys/seal-text.ts';

/** Confirmed addresses that were removed lately, to be brought back: they sign nobody in, and nobody is told there (AUTH-22). */
export const removedEmails = sqliteTable('removed_emails', {
  id: text().$type<EmailId>().primaryKey(),
  accountId: text('account_id').$type<AccountId>().notNull(),
  emailIndex: text('email_index').$type<KeyedDigest>().notNull(),
  emailSealed: text('email_sealed').$type<SealedText>().notNull(),
  confirmedAt: integer('confirmed_at').notNull(),
  createdAt: integer('created_at').notNull(),
  removedAt: integer('removed_at').notNull(),
  /** Since when the browser was known that removed it; null where it was not. */
  browserKnownAt: integer('browser_known_at'),
});
