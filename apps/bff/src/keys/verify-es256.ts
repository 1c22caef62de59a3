import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';

/** The registry's key stays the same object for as long as the process lives; a holder's is forgotten with its presentation. */
const publicKeys = new WeakMap<JWK, KeyObject>();

function publicKeyOf(jwk: JWK): KeyObject {
  const known = publicKeys.get(jwk) ?? createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  publicKeys.set(jwk, known);
  return known;
}

/** RFC 7517 §4.2, §4.3: a key that says that it is for something else verifies nothing. */
const isToVerify = ({ use, key_ops }: JWK) =>
  (use === undefined || use === 'sig') && (key_ops === undefined || key_ops.includes('verify'));

/** ES256 (RFC 7518 §3.4) over bytes. Here and not by WebCrypto, which costs several times as much. */
export function verifyEs256(jwk: JWK, signed: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = { key: publicKeyOf(jwk), dsaEncoding: 'ieee-p1363' } as const;
    return (
      isToVerify(jwk) &&
      key.key.asymmetricKeyDetails?.namedCurve === 'prime256v1' &&
      verify('sha256', signed, key, signature)
    );
  } catch {
    // A key that is none verifies nothing.
    return false;
  }
}
