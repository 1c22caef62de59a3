import { claimNames, claimsByScope, type ClaimName } from '@signet/contracts/claims';
import type { Agency } from '@signet/contracts/registry';

export type AgreedRequest = {
  /** Scopes that remain; those that ask for nothing agreed are dropped. */
  readonly scopes: readonly string[];
  /** Claims that remain, in the order of the claims table. */
  readonly claims: readonly ClaimName[];
  /** Claims that were asked for beyond the agreement. */
  readonly beyond: readonly ClaimName[];
};

/** AGENCY-8: an agency gets what it asks for *and* has agreed to, never more. */
export function agreedRequest(agency: Agency, scope: unknown): AgreedRequest {
  const agreed = new Set(agency.attributes.map(({ claim }) => claim));
  const asked = new Set<ClaimName>();
  const scopes: string[] = [];
  for (const name of new Set(typeof scope === 'string' ? scope.split(' ') : [])) {
    if (!isScope(name)) continue;
    const claims: readonly ClaimName[] = claimsByScope[name];
    for (const claim of claims) asked.add(claim);
    if (claims.length === 0 || claims.some((claim) => agreed.has(claim))) scopes.push(name);
  }
  return {
    scopes,
    claims: claimNames.filter((claim) => asked.has(claim) && agreed.has(claim)),
    beyond: claimNames.filter((claim) => asked.has(claim) && !agreed.has(claim)),
  };
}

function isScope(name: string): name is keyof typeof claimsByScope {
  return Object.hasOwn(claimsByScope, name);
}
