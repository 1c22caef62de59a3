import { randomInt } from 'node:crypto';
import { and, eq, inArray, isNotNull, type SQL } from 'drizzle-orm';
import type { Bff } from '../../bff.ts';
import { postalLetters } from '../../db/schema.ts';
import { newId } from '../../keys/new-id.ts';
import type { Vouched } from '../relay.ts';
import type { StoredLetter } from './move-letter.ts';

/** The one letter, of an account or of its application, whose code still counts. */
export function liveLetter(
  { db }: { readonly db: Pick<Bff['db'], 'select'> },
  which: SQL,
): StoredLetter | undefined {
  return db
    .select()
    .from(postalLetters)
    .where(and(which, isNotNull(postalLetters.codeHash)))
    .get();
}

/** Whether one was sent whose days ended, or that did not get there: whoever enters its code is told so. */
export function hadLetter({ db }: Pick<Bff, 'db'>, which: SQL): boolean {
  const over = inArray(postalLetters.status, ['expired', 'returned', 'refused']);
  const found = db.select({ id: postalLetters.id }).from(postalLetters).where(and(which, over));
  return found.get() !== undefined;
}

/** What a letter is to be called, before there is one. No two have the same serial, so the post can tell them apart. */
export function nameLetter({ db }: Pick<Bff, 'db'>): Vouched {
  for (;;) {
    const serial = String(randomInt(1_000_000_000)).padStart(9, '0');
    const taken = db
      .select({ id: postalLetters.id })
      .from(postalLetters)
      .where(eq(postalLetters.serial, serial))
      .get();
    if (taken === undefined) return { newLetter: { letterId: newId('ltr'), serial } };
  }
}

/** What the bff kept of a letter's code: proofing alone can compare with it. */
export function vouchFor(letter: StoredLetter): Vouched {
  return {
    letter: {
      letterId: letter.id,
      codeHash: letter.codeHash ?? '',
      expiresAt: new Date(letter.codeExpiresAt ?? 0).toISOString(),
    },
  };
}
