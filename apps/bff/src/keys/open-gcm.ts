import { createDecipheriv, type KeyObject } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Opens AES-256-GCM: a 96-bit nonce, and the ciphertext with its 128-bit tag after it. Throws on every other length, on which Node alone
 * does not insist, and where anything was altered.
 */
export function openGcm(
  key: KeyObject,
  nonce: Uint8Array,
  sealed: Uint8Array,
  additional: Uint8Array,
): Buffer {
  if (nonce.length !== nonceBytes || sealed.length < tagBytes)
    throw new Error('no AES-256-GCM of ours');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(additional).setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
}
