import { countAttempts, type AttemptLimit } from '../count-attempts.ts';

/** How many links one telephone may get, whoever asks. */
export const numberLimit = { most: 5, windowMs: 24 * 60 * 60_000 } as const;

/** PROOF-35: links by text message per number across accounts; proofing alone has the number. */
export function countNumberAttempts(limit: AttemptLimit = numberLimit) {
  return countAttempts(limit);
}
