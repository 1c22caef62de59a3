import { SDJwtInstance } from '@sd-jwt/core';

/** RFC 9901 with SHA-256, as this app reads and presents it. */
export function sdJwt(kbSigner?: (data: string) => Promise<string>) {
  return new SDJwtInstance({
    hashAlg: 'sha-256',
    hasher: async (data) =>
      new Uint8Array(
        await crypto.subtle.digest(
          'SHA-256',
          typeof data === 'string' ? new TextEncoder().encode(data) : data,
        ),
      ),
    saltGenerator: () => {
      throw new Error('the browser issues nothing');
    },
    ...(kbSigner === undefined ? {} : { kbSigner, kbSignAlg: 'ES256' }),
  });
}

/** Every claim that a credential can disclose, opened; for its owner's eyes. */
export async function disclosuresOf(
  credential: string,
): Promise<Readonly<Record<string, unknown>>> {
  return (await sdJwt().getClaims(credential)) as Record<string, unknown>;
}

/** Signs key bindings (RFC 9901 §4.3) with the key of one copy. */
export async function signWith(holderKey: JsonWebKey): Promise<(text: string) => Promise<string>> {
  const key = await crypto.subtle.importKey(
    'jwk',
    holderKey,
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  );
  return async (text) => {
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      key,
      new TextEncoder().encode(text),
    );
    return btoa(String.fromCharCode(...new Uint8Array(signature)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  };
}
