import type { Profile } from './profile.ts';

/**
 * Whether a code by letter beside one by phone raises the level: where a level asks that every piece is shown to be the applicant's own,
 * and the ID and the phone account are pieces enough (SP 800-63A-4 §4.2). A letter to the address on the ID shows that of the ID.
 */
export function letterRaises({ pathways }: Profile): boolean {
  return pathways.some(
    ({ everyPieceVerified, combinations, needs }) =>
      everyPieceVerified &&
      combinations.some((pieces) => [...pieces].toSorted().join() === 'FAIR,STRONG') &&
      needs.every(({ kind }) => kind !== 'evidence_verified'),
  );
}
