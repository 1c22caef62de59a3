import { useEffect, useRef, useState } from 'react';
import type { FieldErrors } from '../ui/error-summary.tsx';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from './call.ts';
import { problemText } from './problem-text.ts';
import { whenLinked } from './take-token.ts';

/**
 * A link from a letter that does something when its button is pressed, and nothing when the page is loaded: programs that look through
 * e-mail open links too. `over` is what is said of a link that works no more, and `isOver` afterwards; `done` is what was answered to one
 * that worked.
 */
export function useMailedLink<Done>(
  act: (input: { readonly token: string }) => Promise<Result<Done, CallProblem>>,
  over: string,
) {
  const token = useRef('');
  const [done, setDone] = useState<Done>();
  const [isOver, setIsOver] = useState(false);
  useEffect(
    () =>
      whenLinked((next) => {
        if (next === '') return;
        token.current = next;
        setDone(undefined);
        setIsOver(false);
      }),
    [],
  );
  const press = async (): Promise<FieldErrors | void> => {
    const answer = await act({ token: token.current || 'none' });
    if (answer.ok) return setDone(answer.value);
    const { error } = answer;
    setIsOver(error.code === 'link_expired');
    return [{ message: error.code === 'link_expired' ? over : problemText(error) }];
  };
  return { done, isOver, press };
}
