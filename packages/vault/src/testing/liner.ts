// Its module build leaves `elliptic` half-imported outside a bundler, so the tests take the same code as CommonJS.
import { Crypto } from 'webcrypto-liner/build/index.js';
import type { Ed25519Verifier } from '../verify-ed25519.ts';

/** `webcrypto-liner`: AES-GCM, HMAC and Ed25519 written in script by other people. A second opinion, for tests only. */
export function linerSubtle(): SubtleCrypto {
  return new Crypto().subtle;
}

export async function loadLinerVerifier(): Promise<Ed25519Verifier> {
  const subtle = linerSubtle();
  return async (publicKey, signature, message) => {
    const algorithm = { name: 'EdDSA', namedCurve: 'Ed25519' };
    const key = await subtle.importKey('raw', new Uint8Array(publicKey), algorithm, true, [
      'verify',
    ]);
    return subtle.verify(algorithm, key, new Uint8Array(signature), new Uint8Array(message));
  };
}
