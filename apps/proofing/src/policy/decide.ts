import type { Fact } from '@signet/contracts/facts';
import type { Need, Pathway, Policy } from './policy.ts';

export type Decision = {
  readonly profile: string;
  readonly level: string | null;
  readonly pathway: string | null;
  /** Kinds of facts that the nearest pathway still lacks. */
  readonly missing: readonly string[];
  readonly evidence: readonly string[];
};

/**
 * Which level the facts reach. Pure: the same facts, policy and moment give the same answer, here, in the bff or years later.
 * Monotone (PROOF-9): of each kind the latest fact counts, so a further failed fact never raises the level.
 */
export function decide(facts: readonly Fact[], policy: Policy, now: Date): Decision {
  const refusedBy = policy.refusedBy.filter(({ kind, result }) =>
    facts.some((one) => one.kind === kind && one.result === result),
  );
  const attempts = policy.pathways.map((pathway) => ({
    pathway,
    missing: missingOf(pathway, facts, now),
  }));
  const reached = attempts.find(({ missing }) => missing.length === 0);
  if (reached !== undefined && refusedBy.length === 0) {
    const { name, level, evidence } = reached.pathway;
    return { profile: policy.name, level, pathway: name, missing: [], evidence };
  }
  const nearest = attempts.toSorted((one, other) => one.missing.length - other.missing.length)[0];
  const missing =
    refusedBy.length > 0 ? refusedBy.map(({ kind }) => kind) : (nearest?.missing ?? []);
  return { profile: policy.name, level: null, pathway: null, missing, evidence: [] };
}

function missingOf({ needs }: Pathway, facts: readonly Fact[], now: Date): string[] {
  return needs.filter((need) => !isMet(need, facts, now)).map(({ kind }) => kind);
}

function isMet({ kind, methods, maxAgeDays }: Need, facts: readonly Fact[], now: Date): boolean {
  const ofKind = facts.filter((one) => one.kind === kind);
  const latest = Math.max(...ofKind.map(({ at }) => Date.parse(at)));
  // Of facts of one instant a failed one outweighs the others.
  const ties = ofKind.filter(({ at }) => Date.parse(at) === latest);
  if (ties.length === 0 || ties.some(({ result }) => result !== 'yes')) return false;
  const age = now.getTime() - latest;
  return (
    ties.some(({ method }) => methods.includes(method)) &&
    age >= 0 &&
    age <= maxAgeDays * 86_400_000
  );
}
