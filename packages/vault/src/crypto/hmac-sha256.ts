import type { Bytes } from './bytes.ts';

/** HMAC-SHA256 (RFC 2104), 32 bytes. */
export async function macSign(key: CryptoKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
}

/** Constant time in the platform; a tag of any length but 32 bytes is refused. */
export async function macVerify(key: CryptoKey, tag: Bytes, message: Bytes): Promise<boolean> {
  return tag.length === 32 && crypto.subtle.verify('HMAC', key, tag, message);
}
