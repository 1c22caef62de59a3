/**
 * Whether two samples of times differ (U of Mann and Whitney, by pairs, against its deviation when they do not). Five deviations, so that
 * a busy machine alone does not make a difference: less than one in a million.
 */
export function differsInTime(some: readonly number[], others: readonly number[]): boolean {
  const pairs = some.length * others.length;
  const above = some
    .flatMap((one) => others.map((other) => Math.sign(one - other)))
    .reduce((sum, sign) => sum + (sign + 1) / 2, 0);
  const deviation = Math.sqrt((some.length + others.length + 1) / (12 * pairs));
  return Math.abs(above / pairs - 0.5) > 5 * deviation;
}
