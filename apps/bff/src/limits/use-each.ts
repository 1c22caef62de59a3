import { failed, ok, type Result } from '@signet/contracts/result';
import { allowance, giveBack, useOne, type Counting } from './count.ts';
import type { LimitName } from './limits.ts';

/** What is counted, and of whom or what. */
export type Counted = readonly [LimitName, string];

/** What was used, and in which window: it is given back there and nowhere else. */
export type Used = { readonly counted: Counted; readonly windowEndsAt: number };

/** Uses one of each limit, or of none, in the caller's transaction; says when the first window ends that is used up. */
export function useEach(
  counting: Counting,
  subjects: readonly Counted[],
): Result<readonly Used[], { readonly type: 'used_up'; readonly retryAt: number }> {
  for (const [name, subject] of subjects) {
    const { left, resetsAt } = allowance(counting, name, subject);
    if (left === 0) return failed({ type: 'used_up', retryAt: resetsAt ?? counting.now });
  }
  return ok(
    subjects.map((counted) => ({
      counted,
      windowEndsAt: useOne(counting, ...counted).resetsAt ?? counting.now,
    })),
  );
}

export function giveBackEach(counting: Counting, used: readonly Used[]): void {
  for (const { counted, windowEndsAt } of used) giveBack(counting, ...counted, windowEndsAt);
}
