import type { LetterId } from '@signet/contracts/ids';

export type LetterToPrint = { readonly letterId: LetterId; readonly sealed: string };

/** What the print shop said of one letter. `refused`: it will never print it. */
export type HandOverAnswer = 'taken' | 'refused';

/** What happened to the paper. */
export const paperStatuses = ['printed', 'mailed', 'returned'] as const;
export type PaperStatus = (typeof paperStatuses)[number];
export type PaperEvent = { readonly letterId: LetterId; readonly status: PaperStatus };

/** Whoever prints and mails. Handing over the same letter again prints nothing again: the letter's name is the idempotency key. */
export type PrintShop = {
  /** Answers per letter; a letter that is missing in the answer was not handed over and is tried again. Never throws. */
  handOver(letters: readonly LetterToPrint[]): Promise<ReadonlyMap<LetterId, HandOverAnswer>>;
  /** Asked for what a callback may have lost; undefined when there is no answer. */
  statusesOf(letterIds: readonly LetterId[]): Promise<readonly PaperEvent[] | undefined>;
};
