import { and, asc, eq, inArray, notInArray } from 'drizzle-orm';
import * as v from 'valibot';
import type { Agency } from '@signet/contracts/registry';
import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import { isOfAllSignals } from './of-all-signals.ts';
import { openSignal } from './queue-signal.ts';
import { signals } from './schema.ts';
import { signSignal } from './sign-signal.ts';

const jti = v.pipe(v.string(), v.maxLength(100));

const mostAtATime = 1_000;

/** RFC 8936 §2.2. An agency may ask for more than it gets at a time. `returnImmediately` is the only way here: an agency that wants to know at once registers an address to push to. */
export const pollRequest = v.object({
  maxEvents: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.transform((asked) => Math.min(asked, mostAtATime)),
    ),
    100,
  ),
  returnImmediately: v.optional(v.boolean(), true),
  ack: v.optional(v.pipe(v.array(jti), v.maxLength(1_000)), []),
  setErrs: v.optional(v.record(jti, v.object({ err: v.string() })), {}),
});

export type PollReply = {
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable: boolean;
};

/**
 * Hands out what the agency has not confirmed, oldest first; what it confirms, or calls wrong, is forgotten. By a word that is about all signals
 * it says that it cannot take this one yet: that is not handed out again at once, but when the agency asks the next time.
 */
export async function pollSignals(
  bff: Bff,
  agency: Agency,
  { maxEvents, ack, setErrs }: v.InferOutput<typeof pollRequest>,
): Promise<PollReply> {
  const named = Object.keys(setErrs);
  const notYet = named.filter((jti) => isOfAllSignals(setErrs[jti]));
  const wrong = named.filter((jti) => !notYet.includes(jti));
  const done = [...ack, ...wrong];
  if (notYet.length > 0) log('signal-not-sent');
  if (wrong.length > 0) log('signal-refused');
  if (done.length > 0)
    bff.db
      .delete(signals)
      .where(and(eq(signals.clientId, agency.clientId), inArray(signals.jti, done)))
      .run();
  const rows = bff.db
    .select()
    .from(signals)
    .where(and(eq(signals.clientId, agency.clientId), notInArray(signals.jti, notYet)))
    .orderBy(asc(signals.createdAt), asc(signals.jti))
    .limit(maxEvents + 1)
    .all();
  const sets: Record<string, string> = {};
  for (const row of rows.slice(0, maxEvents)) {
    const signal = openSignal(bff, row);
    if (signal !== undefined) sets[row.jti] = await signSignal(bff, agency, row.jti, signal);
  }
  return { sets, moreAvailable: rows.length > maxEvents };
}
