import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { SealedPhotograph } from '@signet/contracts/hand-off';
import type { ApplicationId, HandOffId } from '@signet/contracts/ids';
import type { PhotographSide } from '@signet/contracts/photograph';
import type { ResumableStep } from '@signet/contracts/proofing';
import type { SealedByProofing } from '../db/made-elsewhere.ts';

/** The answer to the last step, for a browser that was closed before it came. */
export const stepReplies = sqliteTable('step_replies', {
  applicationId: text('application_id').$type<ApplicationId>().primaryKey(),
  step: text().$type<ResumableStep>().notNull(),
  reply: text().$type<SealedByProofing>().notNull(),
});

export const handOffPhotographs = sqliteTable(
  'hand_off_photographs',
  {
    handOffId: text('hand_off_id').$type<HandOffId>().notNull(),
    side: text().$type<PhotographSide>().notNull(),
    sealed: text().$type<SealedPhotograph>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.handOffId, table.side] })],
);
