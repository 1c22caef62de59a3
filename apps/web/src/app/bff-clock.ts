/** By how many milliseconds the bff's clock is ahead of this device's, which may be wrong; `now` is what an answer said a moment ago. */
export function aheadBy(now: string): number {
  return Date.parse(now) - Date.now();
}
