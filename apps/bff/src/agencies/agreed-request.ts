import { claimNames, claimsByScope, claimsOfName, type ClaimName } from '@signet/contracts/claims';
import type { Agency } from '@signet/contracts/registry';
import { requestedNames, type ClaimsRequest } from '@signet/contracts/requested-claims';
import { unwrapList } from './listed-claims.ts';

export type AgreedRequest = {
  /** Scopes that remain; those that ask for nothing agreed are dropped. */
  readonly scopes: readonly string[];
  /** Claims that remain, in the order of the claims table. */
  readonly claims: readonly ClaimName[];
  /** Claims that were asked for beyond the agreement. */
  readonly beyond: readonly ClaimName[];
};

/** AGENCY-8: an agency gets what it asks for, by scope or by name, *and* has agreed to, never more. */
export function agreedRequest(
  agency: Agency,
  params: { readonly scope?: unknown; readonly claims?: unknown },
): AgreedRequest {
  const agreed = new Set(agency.attributes.map(({ claim }) => claim));
  const asked = new Set<ClaimName>(namedClaims(params.claims));
  const scopes: string[] = [];
  for (const name of new Set(typeof params.scope === 'string' ? params.scope.split(' ') : [])) {
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

/** Claims asked for by name at userinfo. In an ID token there are none to be had (AGENCY-5). */
function namedClaims(claims: unknown): readonly ClaimName[] {
  const request = typeof claims === 'string' ? parseJson(claims) : {};
  const { userinfo = {} } = request;
  return requestedNames({ userinfo: unwrapList(userinfo) }).flatMap((name) => claimsOfName(name));
}

/** The request was checked when it came (oidc/check-request.ts). */
function parseJson(text: string): ClaimsRequest {
  return JSON.parse(text) as ClaimsRequest;
}

function isScope(name: string): name is keyof typeof claimsByScope {
  return Object.hasOwn(claimsByScope, name);
}
