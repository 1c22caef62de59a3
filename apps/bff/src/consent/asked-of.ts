import { claims, type ClaimName } from '@signet/contracts/claims';
import type { AccountId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import { isVerified } from '../accounts.ts';
import { agreedRequest, type AgreedRequest } from '../agencies/agreed-request.ts';
import type { Bff } from '../bff.ts';
import { isSuspended } from '../credential-status/read-status.ts';
import { asksForSignInAlone } from '../oidc/login-gov.ts';

/**
 * What is asked of this person. A client of Login.gov that wants a sign-in alone may ask when the person was verified; whoever was
 * not is not sent to proofing for that: the answer is null (oidc/delivered-claims.ts).
 */
export function askedOf(
  bff: Pick<Bff, 'db' | 'keys'>,
  agency: Agency,
  params: Readonly<Record<string, unknown>>,
  accountId: AccountId | undefined,
): AgreedRequest {
  const asked = agreedRequest(agency, params);
  const hasCredential =
    accountId !== undefined && isVerified(bff, accountId) && !isSuspended(bff, accountId);
  if (hasCredential || !asksForSignInAlone(agency, params['acr_values'])) return asked;
  const isKnownHere = (claim: ClaimName) => !claims[claim].proofed;
  return {
    ...asked,
    claims: asked.claims.filter(isKnownHere),
    byScope: asked.byScope.filter(isKnownHere),
  };
}
