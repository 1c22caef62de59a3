import { eq } from 'drizzle-orm';
import type { JWK } from 'jose';
import type { Bff } from '../bff.ts';
import { openRow, sealRow, type Place } from '../keys/seal-row.ts';
import { publishedKeys } from './schema.ts';

/** From when an address last answered: what it published then counts that long while it gives no answer at all. */
const silenceForgivenMs = 60 * 60_000;

export type Answer = {
  /** When it was asked. */
  readonly at: number;
  /** None where it answered with an error. */
  readonly keys: readonly JWK[];
};
type Parts = Pick<Bff, 'db' | 'keys' | 'now'>;

const placeOf = (address: string): Place => `published_keys/answer/${address}`;

/**
 * AGENCY-47: keeps what the address said, for every process and past a restart, and tells what was said last: that may be what another
 * process heard meanwhile. It is sealed with its time and for this address. Who writes to the database can so bring back what it said
 * within the hour, and nothing that it did not say then.
 */
export function keepAnswer({ db, keys, now }: Parts, address: string, answer: Answer): Answer {
  return db.transaction(
    (tx) => {
      const kept = lastAnswer({ db: tx, keys, now }, address);
      if (kept !== undefined && kept.at > answer.at) return kept;
      const row = {
        answerSealed: sealRow(keys.secret('storageSealing'), placeOf(address), answer),
        expiresAt: answer.at + silenceForgivenMs,
      };
      tx.insert(publishedKeys)
        .values({ address, ...row })
        .onConflictDoUpdate({ target: publishedKeys.address, set: row })
        .run();
      return answer;
    },
    { behavior: 'immediate' },
  );
}

/** Undefined an hour after it, and where there is none that was sealed here. */
export function lastAnswer(
  { db, keys, now }: Pick<Parts, 'keys' | 'now'> & { readonly db: Pick<Bff['db'], 'select'> },
  address: string,
): Answer | undefined {
  const row = db.select().from(publishedKeys).where(eq(publishedKeys.address, address)).get();
  if (row === undefined) return undefined;
  try {
    const sealed = openRow(keys.secret('storageSealing'), placeOf(address), row.answerSealed);
    const answer = sealed as Answer;
    const age = now() - answer.at;
    // One from a time to come was kept by a clock that was wrong, and would count for longer.
    return age >= 0 && age < silenceForgivenMs ? answer : undefined;
  } catch {
    return undefined;
  }
}
