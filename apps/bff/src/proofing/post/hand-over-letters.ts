import { and, asc, eq, lt, lte } from 'drizzle-orm';
import { log } from '../../audit/log.ts';
import type { Bff } from '../../bff.ts';
import { postalLetters } from '../../db/schema.ts';
import { orphanedLetters } from '../../identity/schema.ts';
import { notify } from '../../mail/notify.ts';
import { giveBackLetter } from '../step-tries.ts';
import { moveLetters, stampLetter, type StoredLetter } from './move-letter.ts';
import { printShopManifest } from './print-shop-manifest.ts';

const minute = 60_000;
/** Minutes until a print shop that was down is asked again; the last one repeats. */
const patience = [1, 5, 15, 60, 240];
/** So long a notice of proofing is handed over again, day after day, where the shop does not take it: nobody else asks for another. */
const insistMs = 7 * 24 * 60 * minute;

/**
 * The batch: every letter that was asked for before the last hour of collection, handed over at least once and printed once. The
 * ciphertext is deleted when it is known to be there (LETTER-4). Answers with how many were handed over.
 */
export async function handOverLetters(bff: Bff): Promise<number> {
  const now = bff.now();
  const { lettersInARound } = printShopManifest.budget;
  const isDue = (table: typeof postalLetters | typeof orphanedLetters) =>
    and(lt(table.requestedAt, lastCollection(bff.letters, now)), lte(table.nextTryAt, now));
  const orphans = bff.db
    .select()
    .from(orphanedLetters)
    .where(isDue(orphanedLetters))
    .limit(lettersInARound)
    .all();
  const due = bff.db
    .select()
    .from(postalLetters)
    .where(and(eq(postalLetters.status, 'requested'), isDue(postalLetters)))
    .orderBy(asc(postalLetters.requestedAt))
    .limit(lettersInARound - orphans.length)
    .all();
  const all = [...orphans, ...due];
  if (all.length === 0) return 0;
  const answers = await bff.printShop.handOver(
    all.map(({ id, letterSealed }) => ({ letterId: id, sealed: letterSealed ?? '' })),
  );
  // The first without an answer ends a round: what stands behind it was not asked for, and has no reason to wait.
  const unasked = new Set(all.slice(answers.size + 1).map(({ id }) => id));
  for (const { id, ...orphan } of orphans) {
    if (unasked.has(id)) continue;
    const answer = answers.get(id);
    const next =
      answer === 'taken' ? undefined : nextTry(bff, { ...orphan, purpose: 'notice' }, answer);
    const which = eq(orphanedLetters.id, id);
    if (next === undefined || bff.now() - orphan.requestedAt > insistMs)
      bff.db.delete(orphanedLetters).where(which).run();
    else bff.db.update(orphanedLetters).set(next).where(which).run();
  }
  for (const letter of due) {
    if (unasked.has(letter.id)) continue;
    const answer = answers.get(letter.id);
    if (answer === 'taken') {
      bff.db.transaction((tx) => {
        stampLetter(tx, letter.id, 'handed-over', bff.now());
        moveLetters(tx, bff.now(), 'hand-over', eq(postalLetters.id, letter.id));
      });
      continue;
    }
    const next = nextTry(bff, letter, answer);
    if (next === undefined)
      bff.db.transaction((tx) => {
        const [moved] = moveLetters(tx, bff.now(), 'refuse', eq(postalLetters.id, letter.id));
        if (moved?.purpose !== 'code') return;
        giveBackLetter(bff, tx, moved);
        notify(bff, tx, moved.accountId, 'letter-refused', 'letter');
      });
    else
      bff.db
        .update(postalLetters)
        .set(next)
        .where(and(eq(postalLetters.id, letter.id), eq(postalLetters.status, 'requested')))
        .run();
  }
  if (answers.size < all.length) log('letters-not-handed-over');
  return answers.size;
}

/** When a letter that was not taken is handed over again; undefined where it never is. */
function nextTry(
  { letters, now }: Bff,
  { purpose, requestedAt, tries }: Pick<StoredLetter, 'purpose' | 'requestedAt' | 'tries'>,
  answer: 'refused' | undefined,
): Pick<StoredLetter, 'tries' | 'nextTryAt'> | undefined {
  if (answer === undefined) {
    const wait = patience[Math.min(tries, patience.length - 1)] ?? 240;
    return { tries: tries + 1, nextTryAt: now() + wait * minute };
  }
  log('letter-not-taken');
  if (purpose === 'code' || now() - requestedAt > insistMs) return undefined;
  const nextCollection = lastCollection(letters, now()) + letters.batchEveryMinutes * minute;
  return { tries, nextTryAt: nextCollection };
}

/** The last moment at which the day's letters were collected. Whoever asks after it waits for the next. */
function lastCollection({ batchEveryMinutes, batchMinute }: Bff['letters'], now: number): number {
  const every = batchEveryMinutes * minute;
  const offset = batchMinute * minute;
  return Math.floor((now - offset) / every) * every + offset;
}
