import type { CallProblem } from './call.ts';

/** What is known where no answer came: a browser knows for sure that it is offline, and never that it is not. */
export function noAnswer(): CallProblem {
  const isOffline = 'onLine' in navigator && !navigator.onLine;
  return { type: 'problem', code: isOffline ? 'offline' : 'no_answer' };
}

export const isNoAnswer = ({ code }: CallProblem): boolean =>
  code === 'no_answer' || code === 'offline';
