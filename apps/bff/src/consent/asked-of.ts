import { claims, type ClaimName } from '@signet/contracts/claims';
import type { AccountId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import { agreedRequest, type AgreedRequest } from '../agencies/agreed-request.ts';
import type { Bff } from '../bff.ts';
import { isSuspended } from '../credential-status/read-status.ts';
import { takesAnybody } from '../oidc/login-gov.ts';
import { countsFor } from '../oidc/verified-within.ts';

/**
 * What is asked of this person. A client of Login.gov that takes people as they are gets what was verified of whoever was; nobody else is
 * sent to proofing for that, and `verified_at` is null (oidc/delivered-claims.ts).
 */
export function askedOf(
  bff: Pick<Bff, 'db' | 'keys' | 'now'>,
  agency: Agency,
  params: Readonly<Record<string, unknown>>,
  accountId: AccountId | undefined,
): AgreedRequest {
  const asked = agreedRequest(agency, params);
  const hasCredential =
    accountId !== undefined && countsFor(bff, params, accountId) && !isSuspended(bff, accountId);
  if (hasCredential || !takesAnybody(agency, params['acr_values'])) return asked;
  const isKnownHere = (claim: ClaimName) => !claims[claim].proofed;
  return {
    ...asked,
    claims: asked.claims.filter(isKnownHere),
    byScope: asked.byScope.filter(isKnownHere),
  };
}
