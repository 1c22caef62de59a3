import type { Bytes } from './bytes.ts';

/** RFC 5869 §3.1: the material is uniform already, or hardened before it comes here, so no salt is needed. */
const noSalt = new Uint8Array(0);

/** Input key material for HKDF: it can be derived from and never read back. */
export async function importKeyMaterial(secret: Uint8Array): Promise<CryptoKey> {
  const copy = new Uint8Array(secret);
  try {
    return await crypto.subtle.importKey('raw', copy, 'HKDF', false, ['deriveBits', 'deriveKey']);
  } finally {
    copy.fill(0);
  }
}

/** HKDF-SHA256 (RFC 5869) to `length` bytes, at most 255 × 32. */
export async function deriveBytes(
  material: CryptoKey,
  info: Bytes,
  length: number,
  salt: Bytes = noSalt,
): Promise<Bytes> {
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, length * 8));
}

/** HKDF-SHA256 to a non-extractable AES-256-GCM key; its bytes are never in the script's reach. */
export async function deriveAesKey(
  material: CryptoKey,
  info: Bytes,
  usages: readonly ['wrapKey', 'unwrapKey'] | readonly ['encrypt', 'decrypt'],
): Promise<CryptoKey> {
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: noSalt, info };
  return crypto.subtle.deriveKey(parameters, material, { name: 'AES-GCM', length: 256 }, false, [
    ...usages,
  ]);
}

/** HKDF-SHA256 to a non-extractable HMAC-SHA256 key of 256 bits. */
export async function deriveMacKey(material: CryptoKey, info: Bytes): Promise<CryptoKey> {
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: noSalt, info };
  const algorithm = { name: 'HMAC', hash: 'SHA-256', length: 256 };
  return crypto.subtle.deriveKey(parameters, material, algorithm, false, ['sign', 'verify']);
}
