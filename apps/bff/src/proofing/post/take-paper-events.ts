import { eq } from 'drizzle-orm';
import type { Bff } from '../../bff.ts';
import { postalLetters } from '../../db/schema.ts';
import { notify } from '../../mail/notify.ts';
import { moveLetters, stampLetter } from './move-letter.ts';
import type { PaperEvent, PaperStatus } from './paper.ts';

const moveOf = { printed: 'print', mailed: 'mail', returned: 'return' } as const satisfies Record<
  PaperStatus,
  string
>;
const mailOf = { mailed: 'letter-mailed', returned: 'letter-returned' } as const;

/**
 * Believes what the print shop says of the paper, from a callback or an answer. A word that comes twice, late or out of order, or about
 * a letter that is not known, changes nothing (LETTER-2).
 */
export function takePaperEvents(bff: Bff, events: readonly PaperEvent[]): void {
  for (const { letterId, status } of events) {
    bff.db.transaction((tx) => {
      const now = bff.now();
      if (status !== 'returned') stampLetter(tx, letterId, status, now);
      const [moved] = moveLetters(tx, now, moveOf[status], eq(postalLetters.id, letterId));
      if (moved?.purpose === 'code' && status !== 'printed')
        notify(bff, tx, moved.accountId, mailOf[status], 'letter');
    });
  }
}
