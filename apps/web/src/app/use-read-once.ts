import { useEffect, useState } from 'react';
import { problemText } from './problem-text.ts';

/** Reads when the page opens, and not again. `read` shows what it found, or answers with what is wrong; so does this. */
export function useReadOnce(read: () => Promise<string | undefined>): string | undefined {
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    read().then(setProblem, () => setProblem(problemText({ code: 'temporarily_unavailable' })));
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return problem;
}
