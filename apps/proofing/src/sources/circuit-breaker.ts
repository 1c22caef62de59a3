import type { Manifest } from './manifest.ts';

type Circuit = { failures: number; openUntil: number; probing: boolean };

/** What a call says of its source. `neither` leaves the count as it is. */
export type Sign = 'answered' | 'failed' | 'neither';

export type CircuitBreaker = ReturnType<typeof createCircuitBreaker>;

/**
 * Spares a source that keeps failing, and the people who would wait for it. In memory of this process, and of nobody: it counts
 * failures by part of a source, such as a state, and knows nothing else (ZONE-2, PROOF-33).
 */
export function createCircuitBreaker(
  { failures: most, openMs }: Manifest['breaker'],
  clock: () => number = () => performance.now(),
) {
  const circuits = new Map<string, Circuit>();
  const circuitOf = (part: string): Circuit => {
    const known = circuits.get(part) ?? { failures: 0, openUntil: 0, probing: false };
    circuits.set(part, known);
    return known;
  };
  return {
    /** Whether a call may be made now; after the pause one call at a time finds out. */
    admits(part: string): boolean {
      const circuit = circuitOf(part);
      if (circuit.failures < most) return true;
      if (clock() < circuit.openUntil || circuit.probing) return false;
      circuit.probing = true;
      return true;
    },
    note(part: string, sign: Sign): void {
      const circuit = circuitOf(part);
      circuit.probing = false;
      if (sign === 'neither') return;
      circuit.failures = sign === 'answered' ? 0 : circuit.failures + 1;
      if (circuit.failures >= most) circuit.openUntil = clock() + openMs;
    },
  };
}
