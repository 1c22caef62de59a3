import type { Fact } from '../facts.ts';

/**
 * Since when the person counts as verified, in ms: when the last code came back or, where operators had to look, when they let it pass.
 * To ask for the credential later, or again, makes it no younger. Undefined before either happened.
 */
export function verifiedSince(facts: readonly Fact[]): number | undefined {
  const moments = facts
    .filter(({ kind, result }) => result === 'yes' && ends.has(kind))
    .map(({ at }) => Date.parse(at));
  return moments.length === 0 ? undefined : Math.max(...moments);
}

const ends = new Set<Fact['kind']>(['address_confirmed', 'review_passed']);
