import { answerable } from '@signet/contracts/answerable';
import { claims, credential, type ClaimName } from '@signet/contracts/claims';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import type { Agency } from '@signet/contracts/registry';

export type Details = ReplyOf<typeof operationTable.readInteraction>;

export const takesProof = ({ verifiedOnly, requestedClaims }: Details): boolean =>
  verifiedOnly || takesAnyProof(requestedClaims);

const takesAnyProof = (asked: readonly ClaimName[]): boolean =>
  asked.some((claim) => claims[claim].proofed);

export const isRequired = (agency: Agency, claim: ClaimName): boolean =>
  agency.attributes.some((one) => one.claim === claim && one.required);

/** What the consent screen would show: of what is asked, what the registry lists, what there is, and what its conditions let through (AGENCY-30). */
export function questionOf(
  details: Details,
  agency: Agency,
  values: Readonly<Record<string, unknown>>,
): readonly ClaimName[] {
  const disclosable: readonly string[] = credential.disclosable;
  const asked = details.requestedClaims.filter((claim) => {
    const isListed = agency.attributes.some((one) => one.claim === claim);
    return (
      isListed && (!disclosable.includes(claim) || claim in values || isRequired(agency, claim))
    );
  });
  return takesAnyProof(asked)
    ? answerable(asked, details, values, Math.floor(Date.now() / 1_000))
    : asked;
}
