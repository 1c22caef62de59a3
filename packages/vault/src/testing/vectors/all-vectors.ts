import { withSeededRandomness } from '../seeded-randomness.ts';
import { contextVectors } from './context-vectors.ts';
import { manifestVectors } from './manifest-vectors.ts';
import { proofVectors } from './proof-vectors.ts';
import { recordVectors } from './record-vectors.ts';
import { recoveryKeyVectors } from './recovery-key-vectors.ts';
import { slotVectors } from './slot-vectors.ts';
import { vaultVectors } from './vault-vectors.ts';

const makers = {
  'context': async () => contextVectors(),
  'recovery-key': recoveryKeyVectors,
  'slot': slotVectors,
  'record': recordVectors,
  'manifest': manifestVectors,
  'vault': vaultVectors,
  'proof': proofVectors,
};

export type VectorName = keyof typeof makers;
export const vectorNames = Object.keys(makers) as VectorName[];

/** The text of `vectors/<name>.json`, the same every time. */
export async function vectorText(name: VectorName): Promise<string> {
  const vectors = await withSeededRandomness(vectorNames.indexOf(name) + 1, async () => makers[name]());
  return `${JSON.stringify(vectors, null, 2)}\n`;
}
