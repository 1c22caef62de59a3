import type { Agency } from '@signet/contracts/registry';
import { pressWithinMs } from '@signet/contracts/consent';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from './call.ts';

/** Has the answer to a yes made, and says by which address of the app it goes: once, and not before the press (AGENCY-7, AGENCY-52). */
export type FetchAnswer = () => Promise<Result<URL, CallProblem>>;

export type AppLink = {
  readonly agency: Agency;
  /** A refusal or an error as it is, or what has a code made. */
  readonly answer: URL | FetchAnswer;
  /** When it is not worth pressing for any more, in milliseconds since the epoch. */
  readonly until: number;
};

let waiting: AppLink | undefined;

/** The way to an app between the answer and the person's press: it may hold half of a key, so it stays in this tab's memory and out of its history. */
export const appLink = {
  keep(agency: Agency, answer: AppLink['answer']): void {
    const isYes = typeof answer === 'function';
    waiting = { agency, answer, until: isYes ? Date.now() + pressWithinMs : Infinity };
  },
  read: (): AppLink | undefined => waiting,
  forget: (): void => void (waiting = undefined),
};
