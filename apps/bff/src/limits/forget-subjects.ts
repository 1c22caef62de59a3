import { inArray } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { limits } from '../db/schema.ts';
import { keyedDigest } from '../keys/keyed-digest.ts';
import { limitTable, type LimitName } from './limits.ts';

const everyName = Object.keys(limitTable) as LimitName[];

/** What was counted for somebody or something that is gone, under any name or under these: a row is found by its keyed digest alone. */
export function forgetSubjects(
  { keys }: Pick<Bff, 'keys'>,
  tx: Pick<Bff['db'], 'delete'>,
  subjects: readonly string[],
  names: readonly LimitName[] = everyName,
): void {
  const key = keys.secret('limitSubjects');
  const digests = subjects.flatMap((subject) =>
    names.map((name) => keyedDigest(key, name, subject)),
  );
  tx.delete(limits).where(inArray(limits.subject, digests)).run();
}
