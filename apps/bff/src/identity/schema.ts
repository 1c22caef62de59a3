import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { KeyedByProofing } from '../db/made-elsewhere.ts';
import type { LetterId } from '@signet/contracts/ids';
import type { SealedLetter } from '../db/schema.ts';
import type { SealedText } from '../keys/seal-text.ts';

// What is kept of people whose account is gone.

/** The people of accounts that were disowned and deleted since. Which account it was is not kept. */
export const disownedPeople = sqliteTable('disowned_people', {
  ssnIndex: text('ssn_index').$type<KeyedByProofing>().primaryKey(),
  expiresAt: integer('expires_at').notNull(),
});

/** The links whose account was deleted since. Nothing tells of whom one is but the link itself. */
export const orphanedNotices = sqliteTable('orphaned_notices', {
  tokenHash: text('token_hash').primaryKey(),
  personSealed: text('person_sealed').$type<SealedText>().notNull(),
  byMail: integer('by_mail', { mode: 'boolean' }).notNull(),
  expiresAt: integer('expires_at').notNull(),
});

/** Notices by letter that were not collected yet when the account was deleted. They are gone when they are handed over. */
export const orphanedLetters = sqliteTable('orphaned_letters', {
  id: text().$type<LetterId>().primaryKey(),
  letterSealed: text('letter_sealed').$type<SealedLetter>().notNull(),
  requestedAt: integer('requested_at').notNull(),
  tries: integer().notNull(),
  nextTryAt: integer('next_try_at').notNull(),
});
