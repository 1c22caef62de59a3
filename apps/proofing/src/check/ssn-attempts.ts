import { countAttempts, type AttemptLimit } from '../count-attempts.ts';

/** How often one SSN may be checked, whoever asks. */
export const ssnLimit = { most: 10, windowMs: 60 * 60_000 } as const;

/** PROOF-34: attempts per SSN across accounts, which only proofing can count, as nobody else may learn that two attempts had the same. */
export function countSsnAttempts(limit: AttemptLimit = ssnLimit) {
  return countAttempts(limit);
}
