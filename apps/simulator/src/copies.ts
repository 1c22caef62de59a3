import { exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { credential } from '@signet/contracts/claims';

/** One copy of the credential, with the key that signs what is shown of it, and the agency that saw it. */
export type Copy = {
  readonly credential: string;
  readonly key: CryptoKey;
  readonly usedFor: string | null;
};

/** Keys to have as many copies signed for as are signed at a time; they come in the order of the keys. */
export async function holderKeys() {
  const holders = await Promise.all(Array.from({ length: credential.copies }, holderKey));
  return {
    jwks: holders.map(({ jwk }) => jwk),
    copiesOf: (credentials: readonly string[]): readonly Copy[] =>
      holders.map(({ key }, at) => ({ credential: credentials[at] ?? '', key, usedFor: null })),
  };
}

async function holderKey() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: false });
  const { x = '', y = '' } = await exportJWK(publicKey);
  return { key: privateKey, jwk: { kty: 'EC', crv: 'P-256', x, y } as const };
}
