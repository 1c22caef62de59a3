import { and, gt, inArray } from 'drizzle-orm';
import { log } from '../../audit/log.ts';
import type { Bff } from '../../bff.ts';
import { postalLetters } from '../../db/schema.ts';
import { startRounds } from '../../start-rounds.ts';
import { handOverLetters } from './hand-over-letters.ts';
import { expireLetters, remindOfLetters } from './letter-days.ts';
import { printShopManifest } from './print-shop-manifest.ts';
import { takePaperEvents } from './take-paper-events.ts';

const roundEveryMs = 2_000;
const { statusesInACall } = printShopManifest.budget;
/** After so many days no letter comes back any more. */
const askedForDays = 60;

/** What happens to letters by itself: collected once a day, asked after, reminded of, ended. */
export function startLetterRounds(bff: Bff): { stop(): void } {
  let lastAsked = bff.now();
  return startRounds('letters', roundEveryMs, async () => {
    expireLetters(bff);
    remindOfLetters(bff);
    await handOverLetters(bff);
    if (bff.now() - lastAsked < bff.letters.statusEveryMinutes * 60_000) return;
    lastAsked = bff.now();
    await askAfterLetters(bff);
  });
}

/** A callback that got lost is made up for: the shop is asked about every letter that it has and has not mailed, or may get back. */
export async function askAfterLetters(bff: Bff): Promise<void> {
  const open = bff.db
    .select({ id: postalLetters.id })
    .from(postalLetters)
    .where(
      and(
        inArray(postalLetters.status, ['handed-over', 'printed', 'mailed']),
        gt(postalLetters.requestedAt, bff.now() - askedForDays * 24 * 60 * 60_000),
      ),
    )
    .all()
    .map(({ id }) => id);
  for (let at = 0; at < open.length; at += statusesInACall) {
    const events = await bff.printShop.statusesOf(open.slice(at, at + statusesInACall));
    if (events === undefined) return log('print-shop-silent', { operation: 'statuses' });
    takePaperEvents(bff, events);
  }
}
