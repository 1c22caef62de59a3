import type { KoaContextWithOIDC } from 'oidc-provider';
import { claims, type ClaimName } from '@signet/contracts/claims';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { findAgency } from '../agencies/find-agency.ts';
import { agreedAddresses } from '../consent/agreed-addresses.ts';
import { askedOf } from '../consent/asked-of.ts';
import { askedLevels, asksForVerified, isVerifiedLevel } from './assurance.ts';
import { countsFor } from './verified-within.ts';

/**
 * Proofed claims are sealed in the browser at each visit, so only the consent of this very request counts for them. For
 * the rest an earlier consent of the same sign-in may stand, if it was for the level that is asked for now.
 */
export function createLoadExistingGrant(bff: Pick<Bff, 'registry' | 'db' | 'keys' | 'now'>) {
  return async ({ oidc }: KoaContextWithOIDC) => {
    const { Grant } = oidc.provider;
    const given = oidc.result?.consent?.grantId;
    if (given !== undefined) return Grant.find(given);

    const clientId = oidc.client?.clientId ?? '';
    const agency = findAgency(bff.registry, clientId);
    if (agency === undefined || oidc.session === undefined) return undefined;
    const accountId = oidc.session.accountId as AccountId | undefined;
    const asked = askedOf(bff, agency, oidc.params ?? {}, accountId);
    if (asked.claims.some((claim) => claims[claim].proofed)) return undefined;
    const asksForMore = asksForVerified(askedLevels(oidc.params?.['acr_values']));
    if (asksForMore !== isVerifiedLevel(oidc.session.acr)) return undefined;

    const earlier = oidc.session.grantIdFor(clientId);
    const grant = earlier === undefined ? undefined : await Grant.find(earlier);
    if (grant === undefined || accountId === undefined) return undefined;
    if (asksForMore && !countsFor(bff, oidc.params ?? {}, accountId)) return undefined;
    const refused = grant.getRejectedOIDCClaims();
    const shared = asked.claims.filter((claim) => !refused.includes(claim));
    return addressesStand(bff, accountId, clientId, shared) ? grant : undefined;
  };
}

/** AGENCY-50: whether what was agreed to of e-mail addresses is still what would go. */
function addressesStand(
  bff: Pick<Bff, 'db' | 'keys'>,
  accountId: AccountId,
  clientId: string,
  shared: readonly ClaimName[],
): boolean {
  if (!shared.includes('email') && !shared.includes('all_emails')) return true;
  const { email, hasOthers } = agreedAddresses(bff, accountId, clientId);
  return (
    (email !== undefined || !shared.includes('email')) &&
    !(hasOthers && shared.includes('all_emails'))
  );
}
