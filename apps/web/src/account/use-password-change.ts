import { useRef } from 'react';
import { useLingui } from '@lingui/react/macro';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { isNoAnswer } from '../app/no-answer.ts';
import { problemText } from '../app/problem-text.ts';
import type { FieldErrors } from '../ui/error-summary.tsx';
import type { Kept } from '../vault/change-secrets.ts';

type Begin = () => Promise<Result<Kept, CallProblem> | { readonly errors: FieldErrors }>;
const mayBeDone = (problem: CallProblem) =>
  isNoAnswer(problem) || ['outcome_unknown', 'temporarily_unavailable'].includes(problem.code);

/**
 * A new password whose last answer may be lost: whoever tries again is told what became of it, before the old one is asked for, which may
 * not be theirs any more. Answers with what is wrong, or with nothing once the chosen one is in place.
 */
export function usePasswordChange(): (chosen: string, begin: Begin) => Promise<FieldErrors> {
  const { t } = useLingui();
  const unsettled = useRef<Kept & { readonly chosen: string }>(undefined);
  const settle = async (one: Kept & { readonly chosen: string }) => {
    const done = await one.commit();
    unsettled.current = !done.ok && mayBeDone(done.error) ? one : undefined;
    return done;
  };
  return async (chosen, begin) => {
    const earlier = unsettled.current;
    if (earlier !== undefined) {
      const done = await settle(earlier);
      if (done.ok && earlier.chosen === chosen) return [];
      if (done.ok)
        return [
          {
            message: t({
              id: 'change-password.other',
              message:
                'Your password is changed already, to the one that you chose first. To choose another, enter that one as your current password.',
            }),
          },
        ];
      if (unsettled.current !== undefined) return [{ message: problemText(done.error) }];
    }
    const begun = await begin();
    if ('errors' in begun) return begun.errors;
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    const done = await settle({ ...begun.value, chosen });
    return done.ok ? [] : [{ message: problemText(done.error) }];
  };
}
