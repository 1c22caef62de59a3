import {
  claims,
  claimsOfName,
  credential,
  valuesByName,
  verifiedNames,
  type ClaimName,
} from '@signet/contracts/claims';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import type { Agency } from '@signet/contracts/registry';
import { answeredNames } from '@signet/contracts/requested-claims';
import { verificationOf, type CredentialFacts } from '@signet/contracts/verification';

export type Details = ReplyOf<typeof operationTable.readInteraction>;

export const takesProof = ({ verifiedOnly, requestedClaims }: Details): boolean =>
  verifiedOnly || requestedClaims.some((claim) => claims[claim].proofed);

export const isRequired = (agency: Agency, claim: ClaimName): boolean =>
  agency.attributes.some((one) => one.claim === claim && one.required);

/** What the consent screen would show: of what is asked, what the registry lists, what there is, and what its conditions let through (AGENCY-30). */
export function questionOf(
  { requestedClaims, byScope, byName }: Details,
  agency: Agency,
  values: Readonly<Record<string, unknown>>,
): readonly ClaimName[] {
  const disclosable: readonly string[] = credential.disclosable;
  const asked = requestedClaims.filter((claim) => {
    const isListed = agency.attributes.some((one) => one.claim === claim);
    return (
      isListed && (!disclosable.includes(claim) || claim in values || isRequired(agency, claim))
    );
  });
  const proofed = asked.filter((claim) => claims[claim].proofed);
  if (proofed.length === 0) return asked;
  const answered = answeredNames(byName, byScope, {
    claims: valuesByName(values, proofed),
    verification: verificationOf(values as unknown as CredentialFacts),
    verified: verifiedNames,
    now: Math.floor(Date.now() / 1_000),
  });
  const met = [...answered.beside, ...answered.verified].flatMap((name) => claimsOfName(name));
  return asked.filter((claim) => !claims[claim].proofed || met.includes(claim));
}
