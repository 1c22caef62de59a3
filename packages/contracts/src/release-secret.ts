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
  const secret = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return { secret, digest: base64url(new Uint8Array(digest)) };
}

/** Beside the code, where there is one, and in the place of whatever the address said. */
export function appendReleaseSecret(address: URL, secret: string | undefined): void {
  if (secret !== undefined && address.searchParams.has('code'))
    address.searchParams.set(releaseSecretParameter, secret);
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
