import type { Fact } from '../facts.ts';
import {
  evidenceKindNames,
  evidenceKinds,
  type EvidenceKind,
  type Requirement,
} from './evidence-kinds.ts';
import {
  evidenceClasses,
  type EvidenceClass,
  type Need,
  type Pathway,
  type Profile,
} from './profile.ts';

export type Decision = {
  readonly profile: string;
  readonly level: string | null;
  readonly pathway: string | null;
  /** Kinds of facts that the nearest pathway still lacks. */
  readonly missing: readonly string[];
  /** The pieces that counted. */
  readonly evidence: readonly EvidenceKind[];
  /** Everything is there, and two operators must look before it counts. */
  readonly inReview: boolean;
};

/**
 * Which level the facts reach. Pure: the same facts, profile and moment give the same answer, in proofing, in the bff or years later.
 * Monotone (PROOF-9): of each kind and piece the latest fact counts, so a further failed fact never raises the level.
 */
export function decide(facts: readonly Fact[], profile: Profile, now: Date): Decision {
  const nothing = { profile: profile.name, level: null, pathway: null, evidence: [] };
  const refusals = profile.refusedBy.filter(({ kind, result }) =>
    facts.some((one) => one.kind === kind && one.result === result),
  );
  if (refusals.length > 0)
    return { ...nothing, missing: refusals.map(({ kind }) => kind), inReview: false };
  const known: Known = { facts, now, factDays: profile.factDays };
  const attempts = profile.pathways.map((pathway) => ({
    pathway,
    ...nearest(pathway, profile, known),
  }));
  const reached = attempts.find(({ missing }) => missing.length === 0);
  if (reached === undefined) {
    const next = attempts.toSorted(byDistance)[0];
    return { ...nothing, missing: [...new Set(next?.missing)], inReview: false };
  }
  if (isParked(profile, known)) return { ...nothing, missing: ['review_passed'], inReview: true };
  const { pathway, pieces } = reached;
  return {
    profile: profile.name,
    level: pathway.level,
    pathway: pathway.name,
    missing: [],
    evidence: pieces,
    inReview: false,
  };
}

type Known = {
  readonly facts: readonly Fact[];
  readonly now: Date;
  readonly factDays: number;
};

/** The set of pieces that lacks least for a pathway, with what it lacks. */
function nearest(pathway: Pathway, { classes }: Profile, known: Known) {
  const lackedByPerson = pathway.needs
    .filter((need) => !isMet(need, known))
    .map(({ kind }) => kind);
  const sets = pathway.combinations.flatMap((combination) => piecesFor(combination, classes));
  const lacks = sets.map((pieces) => ({
    pieces,
    missing: [
      ...pieces.flatMap((piece) => lackedBy(piece, pathway.everyPieceVerified, known)),
      ...lackedByPerson,
    ],
  }));
  return (
    lacks.toSorted(byDistance)[0] ?? {
      pieces: [],
      missing: ['evidence_presented'],
    }
  );
}

type Attempt = { readonly pieces: readonly EvidenceKind[]; readonly missing: readonly string[] };

/** What is complete first; then what lacks least, but nobody is told to present what no step takes. */
const byDistance = (one: Attempt, other: Attempt) => distance(one) - distance(other);
const distance = ({ pieces, missing }: Attempt) =>
  missing.length + (missing.length > 0 && !pieces.every(canBePresented) ? 1000 : 0);
const canBePresented = (piece: EvidenceKind) => evidenceKinds[piece].taken;

/** Every choice of different pieces for the classes of a combination; a higher class may take the place of a lower one. */
function piecesFor(
  [wanted, ...others]: readonly EvidenceClass[],
  classes: Profile['classes'],
  taken: readonly EvidenceKind[] = [],
): EvidenceKind[][] {
  if (wanted === undefined) return [[...taken]];
  const rank = (one: EvidenceClass) => evidenceClasses.indexOf(one);
  return evidenceKindNames
    .filter((kind) => !taken.includes(kind) && rank(classes[kind]) >= rank(wanted))
    .flatMap((kind) => piecesFor(others, classes, [...taken, kind]));
}

function lackedBy(piece: EvidenceKind, mustBeVerified: boolean, known: Known): string[] {
  const ofPiece = { ...known, facts: known.facts.filter(({ evidence }) => evidence === piece) };
  const { counts, verified } = evidenceKinds[piece] as {
    counts: readonly Requirement[];
    verified: readonly Requirement[];
  };
  const lacked = counts.filter((one) => !isMet(one, ofPiece)).map(({ kind }) => kind);
  const isVerified = !mustBeVerified || verified.some((one) => isMet(one, ofPiece));
  return isVerified ? lacked : [...lacked, verified[0]?.kind ?? 'evidence_verified'];
}

/** Whether the latest fact of a kind, about one and the same piece or about none, says so. */
function isMet({ kind, methods, result = 'yes' }: Need, { facts, now, factDays }: Known): boolean {
  const ofKind = facts.filter((one) => one.kind === kind);
  return [...new Set(ofKind.map(({ evidence }) => evidence))].some((piece) => {
    const latest = latestOf(ofKind.filter(({ evidence }) => evidence === piece));
    const age = now.getTime() - Date.parse(latest[0]?.at ?? '');
    // Of facts of one instant a failed one outweighs the others.
    return (
      latest.every((one) => one.result === result) &&
      latest.some(({ method }) => methods.includes(method)) &&
      age >= 0 &&
      age <= factDays * 86_400_000
    );
  });
}

function isParked({ parkedBy }: Profile, { facts }: Known): boolean {
  const passed = latestOf(facts.filter(({ kind }) => kind === 'review_passed'));
  return parkedBy.some(({ kind, result }) => {
    const latest = latestOf(facts.filter((one) => one.kind === kind));
    const since =
      passed.length > 0 && Date.parse(passed[0]?.at ?? '') >= Date.parse(latest[0]?.at ?? '');
    return latest.some((one) => one.result === result) && !since;
  });
}

function latestOf(facts: readonly Fact[]): Fact[] {
  const latest = Math.max(...facts.map(({ at }) => Date.parse(at)));
  return facts.filter(({ at }) => Date.parse(at) === latest);
}
