import { claimNames, type ClaimName } from './claims.ts';

/**
 * What stands agreed with an agency after one more answer: what was on the screen now is as it was answered now, and what was not stays
 * as it was. Both who keep it, the vault and the bff's receipts, go by this.
 */
export function agreedSince(
  before: readonly ClaimName[],
  { offered, agreed }: Readonly<Record<'offered' | 'agreed', readonly ClaimName[]>>,
): readonly ClaimName[] {
  return claimNames.filter(
    (claim) => agreed.includes(claim) || (before.includes(claim) && !offered.includes(claim)),
  );
}
