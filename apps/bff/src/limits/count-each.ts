import type { Bff } from '../bff.ts';
import { refuse } from '../http/refusal.ts';
import { useEach, type Counted } from './use-each.ts';

/** Counts one for each limit, or for none, in the caller's transaction; then it refuses, and says when the first window ends that is used up. */
export function countEach(
  bff: Pick<Bff, 'keys' | 'now'>,
  tx: Pick<Bff['db'], 'select' | 'insert'>,
  subjects: readonly Counted[],
) {
  const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  const used = useEach(counting, subjects);
  return used.ok ? undefined : refuse('too_many_attempts', { retryAt: used.error.retryAt });
}
