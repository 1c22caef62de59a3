import { useEffect, useRef, useState } from 'react';
import type { CallProblem } from './call.ts';
import { Unreachable } from './unreachable.ts';

type ReadingProblem = CallProblem | { readonly message: string };

export type Reading = {
  readonly problem: ReadingProblem | undefined;
  readonly tries: number;
  readonly again: () => Promise<void>;
};

/**
 * Reads when the page opens, or when it is due, and again when asked to. `read` shows what it found, or answers with what is wrong;
 * so does this, for `Loaded`. Of two at once the one that began later knows more, whichever answers first: `isLatest` says whether to show it.
 */
export function useReading(
  read: (isLatest: () => boolean) => Promise<ReadingProblem | undefined>,
  isDue = true,
): Reading {
  const begun = useRef(0);
  const [{ problem, tries }, setOutcome] = useState<Pick<Reading, 'problem' | 'tries'>>({
    problem: undefined,
    tries: 0,
  });
  const again = async () => {
    const own = ++begun.current;
    const isLatest = () => own === begun.current;
    const found = await read(isLatest).catch(unread);
    if (!isLatest()) return;
    setOutcome((before) => ({ problem: found, tries: before.tries + 1 }));
  };
  useEffect(() => {
    if (isDue) void again();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isDue]);
  return { problem, tries, again };
}

function unread(cause: unknown): CallProblem {
  return {
    type: 'problem',
    code: cause instanceof Unreachable ? cause.code : 'temporarily_unavailable',
  };
}
