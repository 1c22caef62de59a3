import { createHash, randomBytes, subtle } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import type { JWK } from 'jose';
import { credential } from '@signet/contracts/claims';
import type { StatusReference } from '@signet/contracts/credential-status';
import type { Proofing } from '../proofing.ts';

/** What a credential says, open and hidden claims together; everything but what makes one copy another than the next. */
export type CredentialClaims = Readonly<Record<string, unknown>>;

/** What is new in every copy. */
export type Copy = { readonly holderKey: JWK; readonly status: StatusReference };

const day = 86_400;

/** Seconds since the epoch, cut to the day: copies of one batch do not show by their second that they belong together. */
export function dayOf(now: Date): number {
  return Math.floor(now.getTime() / 1000 / day) * day;
}

/**
 * One SD-JWT (RFC 9901), bound to one holder key. Salts, key, signature and place in a status list are its own; nothing
 * else tells two copies apart, or together.
 */
export async function signCredential(
  { keys }: Pick<Proofing, 'keys'>,
  claims: CredentialClaims,
  { holderKey, status }: Copy,
): Promise<string> {
  const issuer = new SDJwtInstance({
    hasher: (data) =>
      createHash('sha256')
        .update(typeof data === 'string' ? data : new Uint8Array(data))
        .digest(),
    hashAlg: 'sha-256',
    saltGenerator: () => randomBytes(16).toString('base64url'),
    signAlg: 'ES256',
    signer: async (data) =>
      Buffer.from(
        await subtle.sign(
          { name: 'ECDSA', hash: 'SHA-256' },
          keys.credential.key,
          Buffer.from(data),
        ),
      ).toString('base64url'),
  });
  const { kty, crv, x, y } = holderKey;
  return issuer.issue(
    { ...claims, cnf: { jwk: { kty, crv, x, y } }, status } as Record<string, unknown>,
    { _sd: credential.disclosable.filter((name) => name in claims) } as never,
    { header: { typ: credential.headerType, kid: keys.credential.kid } },
  );
}
