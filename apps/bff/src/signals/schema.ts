import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AccountId } from '@signet/contracts/ids';
import type { KeyedDigest } from '../keys/keyed-digest.ts';
import type { SealedText } from '../keys/seal-text.ts';

// Instants are milliseconds since the epoch.

/** Which agencies know an account, and by which identifier: only as a digest, so that the table tells no agency's identifiers. */
export const agencySubjects = sqliteTable(
  'agency_subjects',
  {
    clientId: text('client_id').notNull(),
    accountId: text('account_id').$type<AccountId>().notNull(),
    subjectDigest: text('subject_digest').$type<KeyedDigest>().notNull(),
    /** The person stopped sharing: the agency is told nothing more, and may still warn. */
    stoppedAt: integer('stopped_at'),
  },
  (table) => [primaryKey({ columns: [table.clientId, table.accountId] })],
);

/** What an agency has still to be told. */
export const signals = sqliteTable('signals', {
  jti: text().primaryKey(),
  clientId: text('client_id').notNull(),
  signalSealed: text('signal_sealed').$type<SealedText>().notNull(),
  createdAt: integer('created_at').notNull(),
  tries: integer().notNull(),
  nextTryAt: integer('next_try_at').notNull(),
});

export const receivedSignals = sqliteTable(
  'received_signals',
  {
    clientId: text('client_id').notNull(),
    jtiDigest: text('jti_digest').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.clientId, table.jtiDigest] })],
);
