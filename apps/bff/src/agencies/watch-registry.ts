import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import { startRounds } from '../start-rounds.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** So many days before its end, and when it has come, the log says that the registry must be signed anew. Earlier than the first it cannot be. */
const daysBefore = [7, 1, 0] as const;

/** Says each of them once; a bff that is started between two says the earlier one. */
export function createRegistryWatch({ registry, now }: Pick<Bff, 'registry' | 'now'>): () => void {
  let said = Infinity;
  return () => {
    const left = registry.expiresAt * 1_000 - now();
    const reached = daysBefore.filter((days) => left <= days * day).at(-1);
    if (reached === undefined || reached >= said) return;
    said = reached;
    log('registry-ends', { days: reached });
  };
}

/** Browsers refuse an expired registry, and a bff does not start with one; one that runs goes on, and would be silent. */
export function startWatchingRegistry(bff: Pick<Bff, 'registry' | 'now'>): { stop(): void } {
  const watch = createRegistryWatch(bff);
  watch();
  return startRounds('registry', hour, async () => watch());
}
