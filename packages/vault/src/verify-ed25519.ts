import { VaultError } from './vault-error.ts';

export type Ed25519Verifier = (
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
) => boolean | Promise<boolean>;

/** The order of the base point, L (RFC 8032 §5.1), little-endian. */
const order = Uint8Array.from([
  0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
]);

/**
 * Verifies an Ed25519 signature (RFC 8032 §5.1.7) with WebCrypto. On a browser without Ed25519 it calls `loadFallback`,
 * and on no other, so that a current browser never fetches one. Lengths and S < L are checked here before either runs,
 * because implementations differ on them. Public values only. Throws `ed25519_unavailable` when nothing can verify:
 * a signature is never taken on trust.
 */
export async function verifyEd25519(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
  loadFallback?: () => Promise<Ed25519Verifier>,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (!belowOrder(signature.subarray(32))) return false;
  const key = await importPublicKey(publicKey);
  if (key === 'invalid') return false;
  if (key !== 'unsupported') {
    return crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message));
  }
  const verifier = await loadFallback?.().catch(() => undefined);
  if (verifier === undefined) throw new VaultError('ed25519_unavailable');
  try {
    return await verifier(publicKey, signature, message);
  } catch {
    // A verifier in script may throw on a point that is not on the curve; that is a signature that does not verify.
    return false;
  }
}

async function importPublicKey(
  publicKey: Uint8Array,
): Promise<CryptoKey | 'invalid' | 'unsupported'> {
  try {
    return await crypto.subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, [
      'verify',
    ]);
  } catch (error) {
    // W3C Web Cryptography §18.4.4: an algorithm that is not registered gives NotSupportedError.
    return error instanceof DOMException && error.name === 'NotSupportedError'
      ? 'unsupported'
      : 'invalid';
  }
}

function belowOrder(scalar: Uint8Array): boolean {
  for (let index = order.length - 1; index >= 0; index -= 1) {
    const digit = scalar[index] ?? 0;
    const limit = order[index] ?? 0;
    if (digit !== limit) return digit < limit;
  }
  return false;
}
