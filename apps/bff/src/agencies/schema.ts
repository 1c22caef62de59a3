import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { SealedText } from '../keys/seal-text.ts';

/** What was at each address of an agency's keys when it last answered: public keys, and when. */
export const publishedKeys = sqliteTable('published_keys', {
  address: text().primaryKey(),
  answerSealed: text('answer_sealed').$type<SealedText>().notNull(),
  expiresAt: integer('expires_at').notNull(),
});
