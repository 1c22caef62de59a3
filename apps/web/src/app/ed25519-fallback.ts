import type { Ed25519Verifier } from '@signet/vault';

/** docs/decisions/0005: the module build, which never replaces `window.crypto`; public bytes only, verification only. */
export async function loadLiner(): Promise<Ed25519Verifier> {
  const { Crypto: Liner } = await import('webcrypto-liner/build/index.es.js');
  const { subtle } = new Liner();
  const algorithm = { name: 'EdDSA', namedCurve: 'Ed25519' };
  return async (publicKey, signature, message) => {
    const key = await subtle.importKey('raw', new Uint8Array(publicKey), algorithm, true, [
      'verify',
    ]);
    return subtle.verify(algorithm, key, new Uint8Array(signature), new Uint8Array(message));
  };
}
