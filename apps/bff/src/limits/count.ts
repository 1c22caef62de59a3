import { and, eq, sql } from 'drizzle-orm';
import { builtOnce } from '../db/built-once.ts';
import type { Db } from '../db/open.ts';
import { limits } from '../db/schema.ts';
import { keyedDigest, type KeyedDigest } from '../keys/keyed-digest.ts';
import { limitTable, type LimitName, type Limits } from './limits.ts';

export type Allowance = { readonly left: number; readonly resetsAt: number | null };

export type Counting = {
  readonly db: Pick<Db, 'select' | 'insert'>;
  readonly key: Buffer;
  readonly now: number;
  /** Where the chosen policy profile has a say. */
  readonly table?: Limits;
};

const counted = builtOnce((db) =>
  db
    .select()
    .from(limits)
    .where(
      and(eq(limits.name, sql.placeholder('name')), eq(limits.subject, sql.placeholder('subject'))),
    )
    .prepare(),
);

const counting = builtOnce((db) =>
  db
    .insert(limits)
    .values({
      name: sql.placeholder('name'),
      subject: sql.placeholder('subject'),
      windowEndsAt: sql.placeholder('windowEndsAt'),
      used: sql.placeholder('used'),
    })
    .onConflictDoUpdate({
      target: [limits.name, limits.subject],
      set: { windowEndsAt: sql`excluded.window_ends_at`, used: sql`excluded.used` },
    })
    .prepare(),
);

/** What a subject has left. The row lives in the database, so a restart forgives nothing. */
export function allowance(use: Counting, name: LimitName, subject: string): Allowance {
  return allowanceOf(use, rowOf(use, name, subject));
}

function allowanceOf({ db, now, table = limitTable }: Counting, of: RowOf): Allowance {
  const row = counted(db).get(of);
  const { most } = table[of.name];
  if (row === undefined || row.windowEndsAt <= now) return { left: most, resetsAt: null };
  return { left: Math.max(0, most - row.used), resetsAt: row.windowEndsAt };
}

/** Uses one up, in the caller's transaction; the window's end never moves. Answers with what is left after it. */
export function useOne(use: Counting, name: LimitName, subject: string): Allowance {
  const row = rowOf(use, name, subject);
  const before = allowanceOf(use, row);
  const { most, windowMs } = (use.table ?? limitTable)[name];
  const windowEndsAt = before.resetsAt ?? use.now + windowMs;
  const used = most - before.left + 1;
  counting(use.db).run({ ...row, windowEndsAt, used });
  return { left: Math.max(0, most - used), resetsAt: windowEndsAt };
}

/** Takes one use back, if the window in which it was counted goes on; one that nothing is counted in any more has not begun. */
export function giveBack(
  use: Counting,
  name: LimitName,
  subject: string,
  windowEndsAt: number,
): void {
  const row = rowOf(use, name, subject);
  const { left, resetsAt } = allowanceOf(use, row);
  if (resetsAt !== windowEndsAt) return;
  const used = (use.table ?? limitTable)[name].most - left - 1;
  counting(use.db).run({
    ...row,
    windowEndsAt: used > 0 ? windowEndsAt : 0,
    used: Math.max(0, used),
  });
}

type RowOf = { readonly name: LimitName; readonly subject: KeyedDigest };

const rowOf = ({ key }: Counting, name: LimitName, subject: string): RowOf => ({
  name,
  subject: keyedDigest(key, name, subject),
});
