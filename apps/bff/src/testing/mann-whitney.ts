/**
 * U of two samples as a share of all pairs (H. B. Mann, D. R. Whitney, "On a Test of Whether one of Two Random Variables is
 * Stochastically Larger than the Other", Ann. Math. Statist. 18, 1947): how often a member of the second is above one of the first.
 * Alike, it is one half; its standard deviation is then √((n + m + 1) / 12nm), 0.013 for 1,000 of each.
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): number {
  const ranks = ranksOf([...first, ...second]);
  const rankSum = ranks.slice(first.length).reduce((sum, rank) => sum + rank, 0);
  const above = rankSum - (second.length * (second.length + 1)) / 2;
  return above / (first.length * second.length);
}

/** The place of each value among all, from 1; equal values share the mean of their places. */
function ranksOf(values: readonly number[]): number[] {
  const order = [...values.entries()].toSorted(([, left], [, right]) => left - right);
  const ranks: number[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && order[to]?.[1] === order[from]?.[1]) to += 1;
    for (const [at] of order.slice(from, to)) ranks[at] = (from + to + 1) / 2;
  }
  return ranks;
}
