import type { Configuration } from 'oidc-provider';
import {
  claimNames,
  claimsByScope,
  claimsOfName,
  loginGovScopes,
  namesOfClaim,
} from '@signet/contracts/claims';
import { sealedDigestClaim } from '@signet/contracts/consent';

/** Claims of the protocol, and of Login.gov's userinfo, that are no attributes. */
const ofEverySignIn = ['sub', 'acr', 'amr', 'auth_time', 'level', 'pathway', sealedDigestClaim];
const byNameOnly = ['verified_claims', 'iss', 'ial', 'aal'];

/** In the engine's form: names that come by name alone, and scopes with what each asks for. */
export function claimsPerScope(): Configuration['claims'] {
  const perScope = Object.entries(claimsByScope).map(([scope, claims]) => [
    scope,
    scope === 'openid'
      ? ofEverySignIn
      : [...new Set(claims.flatMap((claim) => namesOfClaim(claim)))],
  ]);
  const names = [...claimNames.flatMap((claim) => namesOfClaim(claim)), ...byNameOnly];
  return {
    ...Object.fromEntries(names.map((name) => [name, null])),
    ...Object.fromEntries(perScope),
    ...loginGovScopes,
  } as Configuration['claims'];
}

const ofNoAttribute: readonly string[] = [
  ...ofEverySignIn,
  ...byNameOnly,
  ...Object.values(loginGovScopes).flat(),
];

/** Whether anything stands here behind a name of the `claims` parameter. */
export function isKnownName(name: string): boolean {
  return ofNoAttribute.includes(name) || claimsOfName(name).length > 0;
}
