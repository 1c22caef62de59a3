import { and, asc, eq, lt, lte } from 'drizzle-orm';
import { log } from '../../audit/log.ts';
import type { Bff } from '../../bff.ts';
import { postalLetters } from '../../db/schema.ts';
import { notify } from '../../mail/notify.ts';
import { giveBackLetter } from '../step-tries.ts';
import { moveLetters, stampLetter } from './move-letter.ts';
import { printShopManifest } from './print-shop-manifest.ts';

const minute = 60_000;
/** Minutes until a print shop that was down is asked again; the last one repeats. */
const patience = [1, 5, 15, 60, 240];

/**
 * The batch: every letter that was asked for before the last hour of collection, handed over at least once and printed once. The
 * ciphertext is deleted when it is known to be there (LETTER-4). Answers with how many were handed over.
 */
export async function handOverLetters(bff: Bff): Promise<number> {
  const now = bff.now();
  const due = bff.db
    .select()
    .from(postalLetters)
    .where(
      and(
        eq(postalLetters.status, 'requested'),
        lt(postalLetters.requestedAt, lastCollection(bff.letters, now)),
        lte(postalLetters.nextTryAt, now),
      ),
    )
    .orderBy(asc(postalLetters.requestedAt))
    .limit(printShopManifest.budget.lettersInARound)
    .all();
  if (due.length === 0) return 0;
  const answers = await bff.printShop.handOver(
    due.map(({ id, letterSealed }) => ({ letterId: id, sealed: letterSealed ?? '' })),
  );
  for (const letter of due) {
    const answer = answers.get(letter.id);
    if (answer === 'taken')
      bff.db.transaction((tx) => {
        stampLetter(tx, letter.id, 'handed-over', bff.now());
        moveLetters(tx, bff.now(), 'hand-over', eq(postalLetters.id, letter.id));
      });
    else if (answer === 'refused') {
      log('letter-not-taken');
      bff.db.transaction((tx) => {
        const [moved] = moveLetters(tx, bff.now(), 'refuse', eq(postalLetters.id, letter.id));
        if (moved?.purpose !== 'code') return;
        giveBackLetter(bff, tx, moved);
        notify(bff, tx, moved.accountId, 'letter-refused', 'letter');
      });
    } else {
      const wait = patience[Math.min(letter.tries, patience.length - 1)] ?? 240;
      bff.db
        .update(postalLetters)
        .set({ tries: letter.tries + 1, nextTryAt: bff.now() + wait * minute })
        .where(and(eq(postalLetters.id, letter.id), eq(postalLetters.status, 'requested')))
        .run();
    }
  }
  if (answers.size < due.length) log('letters-not-handed-over');
  return answers.size;
}

/** The last moment at which the day's letters were collected. Whoever asks after it waits for the next. */
function lastCollection({ batchEveryMinutes, batchMinute }: Bff['letters'], now: number): number {
  const every = batchEveryMinutes * minute;
  const offset = batchMinute * minute;
  return Math.floor((now - offset) / every) * every + offset;
}
