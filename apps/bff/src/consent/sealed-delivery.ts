import { createHash } from 'node:crypto';
import { decodeProtectedHeader, type JWK } from 'jose';
import type { ClaimName } from '@signet/contracts/claims';
import {
  sealedDigestClaim,
  sealedReleaseContentType,
  sealedReleaseType,
  sealedSource,
} from '@signet/contracts/consent';
import type { Agency } from '@signet/contracts/registry';
import type { SealedRelease } from './sealed-release.ts';

/**
 * AGENCY-22: what can be known of a release that cannot be opened: that it is sealed in the agreed way, by the key that the
 * registry names for this agency.
 */
export function isSealedFor({ encryptionKey }: Agency, release: string): boolean {
  try {
    const header = decodeProtectedHeader(release);
    return (
      encryptionKey !== undefined &&
      isWhole(release) &&
      (header.epk as JWK | undefined)?.crv === encryptionKey.crv &&
      header.kid === encryptionKey.kid &&
      header.alg === 'ECDH-ES' &&
      header.enc === 'A256GCM' &&
      header.typ === sealedReleaseType &&
      header['cty'] === sealedReleaseContentType &&
      header['zip'] === undefined
    );
  } catch {
    return false;
  }
}

/** RFC 7516 §7.1, with ECDH-ES and A256GCM (RFC 7518 §4.6, §5.3): no encrypted key, a nonce of 96 bits and a tag of 128. */
const isWhole = (jwe: string) => /^[\w-]+\.\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/.test(jwe);

export type SealedDelivery = {
  readonly jwe: SealedRelease;
  readonly claims: readonly ClaimName[];
};

/**
 * AGENCY-22. At userinfo, OpenID Connect Core §5.6.2: which claims there are, and the one place where only the agency can look.
 * In the ID token its digest, so that it belongs to this very sign-in.
 */
export function sealedClaims(
  use: string,
  delivery: SealedDelivery | undefined,
): Readonly<Record<string, unknown>> {
  if (delivery === undefined) return {};
  const { jwe, claims } = delivery;
  if (use !== 'userinfo')
    return { [sealedDigestClaim]: createHash('sha256').update(jwe).digest('base64url') };
  const names = ['level', 'pathway', ...claims];
  return {
    _claim_names: Object.fromEntries(names.map((name) => [name, sealedSource])),
    _claim_sources: { [sealedSource]: { JWT: jwe } },
  };
}
