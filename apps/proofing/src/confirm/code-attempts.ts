import { countAttempts, type AttemptLimit } from '../count-attempts.ts';

/** How often one code may be tried, whoever relays it: twice what the bff lets a person try, and longer than any code lives. */
export const codeLimit = { most: 10, windowMs: 60 * 60_000 } as const;

/** PROOF-8: the bff counts the tries of a code; one that was taken over would not. */
export function countCodeAttempts(limit: AttemptLimit = codeLimit) {
  return countAttempts(limit);
}
