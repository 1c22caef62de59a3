import {
  claimNames,
  claimsByScope,
  claimsOfName,
  loginGovScopes,
  withoutLoneConfirmations,
  type ClaimName,
} from '@signet/contracts/claims';
import type { Agency } from '@signet/contracts/registry';
import {
  requestedNames,
  type ClaimsRequest,
  type ClaimsSection,
} from '@signet/contracts/requested-claims';
import { unwrapList } from './listed-claims.ts';

export type AgreedRequest = {
  /** Scopes that remain; those that ask for nothing agreed are dropped. */
  readonly scopes: readonly string[];
  /** Claims that remain, in the order of the claims table. */
  readonly claims: readonly ClaimName[];
  /** Those of them that a scope asks for, without a condition. */
  readonly byScope: readonly ClaimName[];
  /** What the `claims` parameter asks for by name at userinfo, and what it requires of it. */
  readonly byName: ClaimsSection;
  /** Claims that were asked for beyond the agreement. */
  readonly beyond: readonly ClaimName[];
};

/** AGENCY-8: an agency gets what it asks for, by scope or by name, *and* has agreed to, never more. */
export function agreedRequest(
  agency: Agency,
  params: { readonly scope?: unknown; readonly claims?: unknown },
): AgreedRequest {
  const agreed = new Set(agency.attributes.map(({ claim }) => claim));
  const byName = userinfoSection(params.claims);
  const byScope = new Set<ClaimName>();
  const scopes: string[] = [];
  for (const name of new Set(typeof params.scope === 'string' ? params.scope.split(' ') : [])) {
    if (agency.profile === 'login.gov' && Object.hasOwn(loginGovScopes, name)) scopes.push(name);
    if (!isScope(name)) continue;
    const claims: readonly ClaimName[] = claimsByScope[name];
    for (const claim of claims) byScope.add(claim);
    if (claims.length === 0 || claims.some((claim) => agreed.has(claim))) scopes.push(name);
  }
  const named = withoutLoneConfirmations(requestedNames({ userinfo: byName }));
  const asked = new Set<ClaimName>([...byScope, ...named.flatMap((name) => claimsOfName(name))]);
  return {
    scopes,
    claims: claimNames.filter((claim) => asked.has(claim) && agreed.has(claim)),
    byScope: claimNames.filter((claim) => byScope.has(claim) && agreed.has(claim)),
    byName,
    beyond: claimNames.filter((claim) => asked.has(claim) && !agreed.has(claim)),
  };
}

/** In an ID token there are no attributes to be had (AGENCY-5). */
function userinfoSection(claims: unknown): ClaimsSection {
  const request = typeof claims === 'string' ? parseJson(claims) : {};
  const { userinfo = {} } = request;
  return unwrapList(userinfo);
}

/** The request was checked when it came (oidc/check-request.ts). */
function parseJson(text: string): ClaimsRequest {
  return JSON.parse(text) as ClaimsRequest;
}

function isScope(name: string): name is keyof typeof claimsByScope {
  return Object.hasOwn(claimsByScope, name);
}
