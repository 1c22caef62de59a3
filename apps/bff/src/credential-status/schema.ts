import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { KeyedDigest } from '../keys/keyed-digest.ts';

// Instants are milliseconds since the epoch.

export const credentialStatus = sqliteTable(
  'credential_status',
  {
    list: integer().notNull(),
    idx: integer().notNull(),
    /** Null once the account is gone: what it held stays invalid, and nobody's. */
    ownerDigest: text('owner_digest').$type<KeyedDigest>(),
    status: integer().notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.list, table.idx] })],
);

export const identitySuspensions = sqliteTable('identity_suspensions', {
  ownerDigest: text('owner_digest').$type<KeyedDigest>().primaryKey(),
  reason: text().$type<SuspensionReason>().notNull(),
  suspendedAt: integer('suspended_at').notNull(),
});

/** Why an identity was suspended; a word of this list and nothing else, so that no person is described in it. */
export const suspensionReasons = [
  'reported-by-agency',
  'reported-by-owner',
  'fraud-suspected',
  'proofing-error',
  'death',
] as const;
export type SuspensionReason = (typeof suspensionReasons)[number];
