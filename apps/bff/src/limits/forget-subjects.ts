import { and, eq, sql } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { limits } from '../db/schema.ts';
import { keyedDigest } from '../keys/keyed-digest.ts';
import { limitTable, type LimitName } from './limits.ts';

const everyName = Object.keys(limitTable) as LimitName[];

const forgetting = builtOnce((db) =>
  db
    .delete(limits)
    .where(
      and(eq(limits.name, sql.placeholder('name')), eq(limits.subject, sql.placeholder('subject'))),
    )
    .prepare(),
);

/**
 * What was counted for somebody or something that is gone, under any name or under these: a row is found by its keyed digest alone. Each by a
 * statement of its own: one takes so many values and no more, and who had made hundreds of browsers known could be shut out by nothing.
 */
export function forgetSubjects(
  { keys }: Pick<Bff, 'keys'>,
  tx: Pick<Bff['db'], 'delete'>,
  subjects: readonly string[],
  names: readonly LimitName[] = everyName,
): void {
  const key = keys.secret('limitSubjects');
  const statement = forgetting(tx);
  for (const subject of subjects)
    for (const name of names) statement.run({ name, subject: keyedDigest(key, name, subject) });
}
