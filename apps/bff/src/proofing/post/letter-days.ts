import { and, isNotNull, isNull, lte } from 'drizzle-orm';
import { arrivalDays, transitDays } from '@signet/contracts/policy/destination';
import type { Bff } from '../../bff.ts';
import { postalLetters } from '../../db/schema.ts';
import { notify } from '../../mail/notify.ts';
import { policyOf } from '../policy.ts';
import { moveLetters } from './move-letter.ts';

const day = 24 * 60 * 60_000;

/** LETTER-3: at its end a code is deleted, to the millisecond; a letter that was never handed over is not printed any more. */
export function expireLetters(bff: Bff): void {
  bff.db.transaction((tx) => {
    const now = bff.now();
    const over = moveLetters(tx, now, 'expire', lte(postalLetters.codeExpiresAt, now));
    for (const { accountId } of over) notify(bff, tx, accountId, 'letter-expired', 'letter');
  });
}

/** Once per letter: whoever did not enter the code for so long, and may have it by now, may have forgotten it. */
export function remindOfLetters(bff: Bff): void {
  bff.db.transaction((tx) => {
    const now = bff.now();
    const due = tx
      .update(postalLetters)
      .set({ remindedAt: now })
      .where(
        and(
          isNotNull(postalLetters.codeHash),
          isNull(postalLetters.remindedAt),
          lte(postalLetters.requestedAt, now - policyOf(bff).codes.letter.remindAfterDays * day),
          lte(postalLetters.mailedAt, now - transitDays.contiguous[0] * day),
        ),
      )
      .returning({ accountId: postalLetters.accountId })
      .all();
    for (const { accountId } of due) notify(bff, tx, accountId, 'letter-reminder', 'letter');
  });
}

/** Between which days a letter should arrive, reckoned from what is known so far. */
export function expectedBetween(letter: {
  readonly elsewhere: boolean;
  readonly requestedAt: number;
  readonly mailedAt: number | null;
}): readonly [from: number, until: number] {
  const isMailed = letter.mailedAt !== null;
  const [first, last] = isMailed
    ? transitDays[letter.elsewhere ? 'elsewhere' : 'contiguous']
    : arrivalDays(letter.elsewhere);
  const since = letter.mailedAt ?? letter.requestedAt;
  return [since + first * day, since + last * day];
}
