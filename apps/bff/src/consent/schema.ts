import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AccountId, EmailId } from '@signet/contracts/ids';

// Instants are milliseconds since the epoch.

/** The receipt of a consent that stands: which claims, never their values. */
export const connections = sqliteTable(
  'connections',
  {
    accountId: text('account_id').$type<AccountId>().notNull(),
    clientId: text('client_id').notNull(),
    /** Names, separated by blanks. */
    claims: text().notNull(),
    /** The address that this agency gets. */
    emailId: text('email_id').$type<EmailId>(),
    /** Those that were agreed to where all were asked for, separated by blanks. */
    allEmailIds: text('all_email_ids').notNull().default(''),
    since: integer().notNull(),
    lastAgreedAt: integer('last_agreed_at').notNull(),
    /** When it answered for the person last, without a page. */
    stoodAt: integer('stood_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.clientId] })],
);
