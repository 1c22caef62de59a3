import type { LetterStatus } from '@signet/contracts/letter';

type Move = {
  /** This list is the `UPDATE … WHERE` (LETTER-2). */
  readonly from: readonly LetterStatus[];
  readonly to: LetterStatus;
};

const onItsWay = ['requested', 'handed-over', 'printed', 'mailed'] as const;

/**
 * All that can happen to a letter. A word of the print shop may overtake the answer to the hand-over, or an earlier word, and comes
 * again when in doubt: whatever is not here changes nothing. Out of `requested` the ciphertext is deleted; an end deletes the code.
 */
// prettier-ignore
export const letterMoves = {
  'hand-over': { from: ['requested'],                           to: 'handed-over' },
  'print':     { from: ['requested', 'handed-over'],            to: 'printed' },
  'mail':      { from: ['requested', 'handed-over', 'printed'], to: 'mailed' },
  'return':    { from: onItsWay,                                to: 'returned' },
  'refuse':    { from: ['requested'],                           to: 'refused' },
  'confirm':   { from: onItsWay,                                to: 'confirmed' },
  'expire':    { from: onItsWay,                                to: 'expired' },
  'replace':   { from: onItsWay,                                to: 'replaced' },
  'cancel':    { from: onItsWay,                                to: 'cancelled' },
} as const satisfies Record<string, Move>;

export type LetterMove = keyof typeof letterMoves;

export function isOnItsWay(status: LetterStatus): boolean {
  return (onItsWay as readonly LetterStatus[]).includes(status);
}
