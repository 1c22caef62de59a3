import { countAttempts, type AttemptLimit } from '../count-attempts.ts';

/** How often one code may be tried, whoever relays it: twice what the bff lets a person try, and longer than any code lives. */
export const codeLimit = { most: 10, windowMs: 60 * 60_000 } as const;

/** How often the codes of one telephone may be tried together: twice what the bff lets a person try, five times each of five. */
export const codesOfPhoneLimit = { most: 50, windowMs: 6 * 60 * 60_000 } as const;

/** PROOF-8: the bff counts the tries of a code; one that was taken over would not. */
export function countCodeAttempts(limit: AttemptLimit = codeLimit) {
  return countAttempts(limit);
}

/** Nor would it count how many codes are sent, each of which has tries of its own. */
export function countCodesOfPhone(limit: AttemptLimit = codesOfPhoneLimit) {
  return countAttempts(limit);
}
