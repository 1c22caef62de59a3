import { answerable, askedForSure, isAddressTaken } from '@signet/contracts/answerable';
import { claims, credential, type ClaimName } from '@signet/contracts/claims';
import { confirmedAddresses } from '@signet/contracts/confirmed-addresses';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import type { Agency } from '@signet/contracts/registry';
import type { Browser } from './browser.ts';

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
  const sure = askedForSure(details);
  const asked = details.requestedClaims.filter((claim) => {
    const isListed = agency.attributes.some((one) => one.claim === claim);
    const isThere = !disclosable.includes(claim) || claim in values;
    return isListed && (isThere || (isRequired(agency, claim) && sure.includes(claim)));
  });
  return delivered(details, values, asked);
}

/** What of these can be delivered where nothing else was agreed to, as the consent screen shares it. */
export function delivered(
  details: Details,
  values: Readonly<Record<string, unknown>>,
  agreed: readonly ClaimName[],
): readonly ClaimName[] {
  return takesAnyProof(agreed)
    ? answerable(agreed, details, values, Math.floor(Date.now() / 1_000))
    : agreed;
}

/** What goes of it, with the addresses as the consent screen names them: the first that the request takes, the main one before others, and all that are confirmed. */
export async function withAddresses(
  browser: Browser,
  details: Details,
  agreed: readonly ClaimName[],
) {
  if (!agreed.includes('email') && !agreed.includes('all_emails')) return { claims: [...agreed] };
  const { emails } = await browser.must('readEmails', {});
  const confirmed = confirmedAddresses(emails);
  const taken = agreed.includes('email')
    ? confirmed.find(({ email }) => isAddressTaken(details, email))
    : undefined;
  return {
    claims: agreed.filter((claim) => claim !== 'email' || taken !== undefined),
    ...(taken === undefined ? {} : { emailId: taken.id }),
    ...(agreed.includes('all_emails') ? { allEmailIds: confirmed.map(({ id }) => id) } : {}),
  };
}
