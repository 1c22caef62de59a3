import { and, eq } from 'drizzle-orm';
import type { Db } from '../db/open.ts';
import { limits } from '../db/schema.ts';
import { keyedDigest } from '../keys/keyed-digest.ts';
import { limitTable, type LimitName, type Limits } from './limits.ts';

export type Allowance = { readonly left: number; readonly resetsAt: number | null };

type Counting = {
  readonly db: Pick<Db, 'select' | 'insert'>;
  readonly key: Buffer;
  readonly now: number;
  /** Where the chosen policy profile has a say. */
  readonly table?: Limits;
};

/** What a subject has left. The row lives in the database, so a restart forgives nothing. */
export function allowance(
  { db, key, now, table = limitTable }: Counting,
  name: LimitName,
  subject: string,
): Allowance {
  const row = db
    .select()
    .from(limits)
    .where(and(eq(limits.name, name), eq(limits.subject, keyedDigest(key, name, subject))))
    .get();
  const { most } = table[name];
  if (row === undefined || row.windowEndsAt <= now) return { left: most, resetsAt: null };
  return { left: Math.max(0, most - row.used), resetsAt: row.windowEndsAt };
}

/** Uses one up, in the caller's transaction; the window's end never moves. Answers with what is left after it. */
export function useOne(counting: Counting, name: LimitName, subject: string): Allowance {
  const before = allowance(counting, name, subject);
  const { most, windowMs } = (counting.table ?? limitTable)[name];
  const windowEndsAt = before.resetsAt ?? counting.now + windowMs;
  const used = most - before.left + 1;
  counting.db
    .insert(limits)
    .values({ name, subject: keyedDigest(counting.key, name, subject), windowEndsAt, used })
    .onConflictDoUpdate({ target: [limits.name, limits.subject], set: { windowEndsAt, used } })
    .run();
  return { left: Math.max(0, most - used), resetsAt: windowEndsAt };
}
