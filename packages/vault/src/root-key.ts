import { randomBytes } from './crypto/random-bytes.ts';

declare const transferable: unique symbol;

/**
 * The vault root key as a ceremony holds it, on its way into a slot. It is a `CryptoKey` that can be wrapped and does
 * nothing else here: its 32 bytes never stand in the script's memory, except for the moment of their birth.
 */
export type TransferableRootKey = CryptoKey & { readonly [transferable]: true };

/** WebCrypto cannot wrap an HKDF key, so the root key travels under the name of an algorithm of the same size. */
export const transferForm = { name: 'AES-GCM', length: 256 } as const;

export async function createRootKey(): Promise<TransferableRootKey> {
  const bytes = randomBytes(32);
  try {
    return (await crypto.subtle.importKey('raw', bytes, transferForm, true, [
      'encrypt',
    ])) as TransferableRootKey;
  } finally {
    bytes.fill(0);
  }
}
