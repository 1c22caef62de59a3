import type { CallProblem } from './call.ts';
import { isNoAnswer } from './no-answer.ts';

/** The bff did not say who is here, or which agencies there are; a page that needs to know cannot be shown. */
export class Unreachable extends Error {
  readonly code: CallProblem['code'] = 'temporarily_unavailable';
}

/** Whether the problem is ours is said only where that is known. */
export function unreachable(problem: CallProblem): Unreachable {
  return isNoAnswer(problem)
    ? Object.assign(new Unreachable(), { code: problem.code })
    : new Unreachable();
}
