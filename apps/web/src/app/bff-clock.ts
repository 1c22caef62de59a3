/** By how many milliseconds the bff's clock is ahead of this device's, which may be wrong; `now` is what an answer said a moment ago. */
export function aheadBy(now: string): number {
  return Date.parse(now) - Date.now();
}

/** Beyond this one of the two is wrong, and nothing is signed for a day that may not have come (AGENCY-4). */
const mostMs = 24 * 60 * 60_000;

export function isFarOff(clockAhead: number): boolean {
  return !(Math.abs(clockAhead) <= mostMs);
}
