import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Agency } from '@signet/contracts/registry';
import { isOfTheFuture, profiles } from './profiles.ts';
import { unverifiedClaims } from './unverified-claims.ts';

/**
 * AGENCY-31: a DPoP proof (RFC 9449) is dated as everything that its client signs may be; of others the engine's five minutes count, either way.
 * Only the engine looks at the rest of it.
 */
export function refuseProofAhead(
  ctx: Pick<KoaContextWithOIDC, 'get'>,
  agency: Agency | undefined,
): void {
  const proof = ctx.get('dpop');
  if (proof === '' || agency === undefined) return;
  if (isOfTheFuture(profiles[agency.profile], unverifiedClaims(proof).iat))
    throw new errors.InvalidDpopProof('the DPoP proof is dated ahead (iat)');
}
