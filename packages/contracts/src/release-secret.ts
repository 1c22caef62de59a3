import { sha256Base64url, toBase64url } from './to-base64url.ts';

/**
 * AGENCY-54: shows the agency that the browser which comes back is the one in which somebody said yes. The secret stands beside the code (RFC 6749
 * §4.1.2: clients ignore parameters that they do not know), where the bff does not see it; its digest in the key binding, which the holder signed.
 */
export const releaseSecretParameter = 'release_secret';
export const releaseSecretDigest = 'release_secret_sha256';

export type ReleaseSecret = {
  /** 32 random bytes, base64url. */
  readonly secret: string;
  /** SHA-256 over the secret as it is written, base64url, as of a PKCE verifier (RFC 7636 §4.2). */
  readonly digest: string;
};

export async function newReleaseSecret(): Promise<ReleaseSecret> {
  const secret = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
  return { secret, digest: await sha256Base64url(secret) };
}

/** Beside the code, where there is one, and in the place of whatever the address said. */
export function appendReleaseSecret(address: URL, secret: string | undefined): void {
  if (secret !== undefined && address.searchParams.has('code'))
    address.searchParams.set(releaseSecretParameter, secret);
}
