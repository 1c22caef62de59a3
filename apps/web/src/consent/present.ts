import { CompactEncrypt } from 'jose';
import { claims, credential, type ClaimName } from '@signet/contracts/claims';
import { releaseType, splitCodeSeparator } from '@signet/contracts/consent';
import type { HeldCredential } from '../vault/credentials.ts';
import { sdJwt } from '../vault/sd-jwt.ts';

/**
 * A presentation (RFC 9901 §4.3): the credential with exactly the agreed disclosures and `account`, bound by the holder's key to this
 * agency and this request (AGENCY-2, AGENCY-4).
 */
export async function present(
  held: HeldCredential,
  agreed: readonly ClaimName[],
  binding: { readonly audience: string; readonly nonce: string },
  now: number,
): Promise<string> {
  const key = await crypto.subtle.importKey(
    'jwk',
    held.holderKey,
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  );
  const signer = async (text: string) =>
    base64url(
      new Uint8Array(
        await crypto.subtle.sign(
          { name: 'ECDSA', hash: 'SHA-256' },
          key,
          new TextEncoder().encode(text),
        ),
      ),
    );
  const disclosable: readonly string[] = credential.disclosable;
  const shown = [
    ...agreed.filter((claim) => claims[claim].proofed && disclosable.includes(claim)),
    'account',
  ];
  return sdJwt(signer).present(
    held.credential,
    Object.fromEntries(shown.map((claim) => [claim, true])) as never,
    {
      kb: { payload: { iat: Math.floor(now / 1000), aud: binding.audience, nonce: binding.nonce } },
    },
  );
}

/** AGENCY-3: sealed under a key that the bff does not have; it travels to the agency inside the code and comes back with it. */
export async function sealRelease(
  presentation: string,
): Promise<{ readonly release: string; readonly key: string }> {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const release = await new CompactEncrypt(
    new TextEncoder().encode(JSON.stringify({ presentation })),
  )
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: releaseType })
    .encrypt(key);
  const text = base64url(key);
  key.fill(0);
  return { release, key: text };
}

/**
 * The agency's address with the key's half appended to the code. Throws unless the address is one that the signed registry lists:
 * the bff does not decide where the key goes.
 */
export function appendKey(
  address: URL,
  key: string | undefined,
  redirectUris: readonly string[],
): URL {
  const target = new URL(address);
  const listed = redirectUris.some((uri) => {
    const known = new URL(uri);
    return known.origin === target.origin && known.pathname === target.pathname;
  });
  if (!listed) throw new Error('the registry does not list this address');
  const code = target.searchParams.get('code');
  if (key !== undefined && code !== null)
    target.searchParams.set('code', `${code}${splitCodeSeparator}${key}`);
  return target;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
