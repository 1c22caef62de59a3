import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import type { AccountId, LetterId } from '@signet/contracts/ids';
import { recordEvent } from '../../audit/record-event.ts';
import type { Bff } from '../../bff.ts';
import { postalLetters, type ApplicationRow } from '../../db/schema.ts';
import { isOnItsWay, letterMoves, type LetterMove } from './letter-moves.ts';

export type StoredLetter = typeof postalLetters.$inferSelect;
export type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update'>;

const stamps = {
  'handed-over': 'handedOverAt',
  printed: 'printedAt',
  mailed: 'mailedAt',
} as const;

/** Moves the letters that the condition finds and the table lets move, with their audit event; answers with those that moved (LETTER-2). */
export function moveLetters(tx: Tx, now: number, move: LetterMove, which: SQL): StoredLetter[] {
  const { from, to } = letterMoves[move];
  const ends = !isOnItsWay(to);
  const moved = tx
    .update(postalLetters)
    .set({
      status: to,
      letterSealed: null,
      ...(ends ? { codeHash: null, endedAt: now } : {}),
    })
    .where(and(which, inArray(postalLetters.status, [...from])))
    .returning()
    .all();
  for (const letter of moved)
    recordEvent(tx, now, 'letter.moved', letter.accountId, { letterId: letter.id, status: to });
  return moved;
}

/** The letters of an account that bear a code: a notice is not replaced, cancelled or confirmed. */
export function codesOf(accountId: AccountId): SQL {
  const both = and(eq(postalLetters.accountId, accountId), eq(postalLetters.purpose, 'code'));
  return both as SQL;
}

/** Those of one application: what comes back with another one's says nothing of it. */
export function codesOfApplication({ id, accountId }: ApplicationRow): SQL {
  return and(codesOf(accountId), eq(postalLetters.applicationId, id)) as SQL;
}

/** When something happened to the paper, whatever became of the code meanwhile; the first word counts. */
export function stampLetter(tx: Tx, id: LetterId, what: keyof typeof stamps, at: number): void {
  const column = stamps[what];
  tx.update(postalLetters)
    .set({ [column]: at })
    .where(and(eq(postalLetters.id, id), isNull(postalLetters[column])))
    .run();
}
