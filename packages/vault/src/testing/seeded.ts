/** Mulberry32: a small generator with a seed, for tests and frozen vectors only. It is not fit for a secret. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** `count` different numbers below `limit`, or all of them when there are no more than that. */
export function sampleBelow(limit: number, count: number, seed: number): number[] {
  if (count >= limit) return Array.from({ length: limit }, (_, index) => index);
  const next = seeded(seed);
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(next() % limit);
  return [...chosen];
}

/** `npm run test:long` tries everything; `npm test` a seeded part of it. */
export const thorough = process.env['VAULT_LONG'] === '1';
