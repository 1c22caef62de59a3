import type { Bytes } from './bytes.ts';

/** SP 800-38D §8.2: 96-bit nonces only, and the full 128-bit tag. */
export const nonceBytes = 12;
const tagBytes = 16;

/** What every AES-GCM call of this package passes: one place that fixes the sizes. */
export function gcmParameters(nonce: Bytes, additional: Bytes): AesGcmParams {
  if (nonce.length !== nonceBytes) throw new RangeError('AES-GCM takes a nonce of 12 bytes here');
  return { name: 'AES-GCM', iv: nonce, additionalData: additional, tagLength: tagBytes * 8 };
}

/** Ciphertext followed by its tag. */
export async function gcmSeal(
  key: CryptoKey,
  nonce: Bytes,
  plaintext: Bytes,
  additional: Bytes,
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.encrypt(gcmParameters(nonce, additional), key, plaintext),
  );
}

/** `undefined` when the tag does not fit: one answer for every cause. */
export async function gcmOpen(
  key: CryptoKey,
  nonce: Bytes,
  ciphertext: Bytes,
  additional: Bytes,
): Promise<Bytes | undefined> {
  const parameters = gcmParameters(nonce, additional);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters, key, ciphertext));
  } catch {
    return undefined;
  }
}
