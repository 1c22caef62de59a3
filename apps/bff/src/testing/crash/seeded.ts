import { createHash } from 'node:crypto';

/** Numbers below a limit that repeat themselves for the same seed. */
export function seeded(seed: number): (below: number) => number {
  let count = 0;
  return (below) =>
    createHash('sha256')
      .update(`${seed}/${(count += 1)}`)
      .digest()
      .readUInt32BE() % below;
}
