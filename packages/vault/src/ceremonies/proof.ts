import { encodeBase64url } from '../crypto/base64url.ts';
import type { Bytes } from '../crypto/bytes.ts';
import { context } from '../crypto/context.ts';
import { deriveMacKey } from '../crypto/hkdf-sha256.ts';
import { macSign } from '../crypto/hmac-sha256.ts';
import type { SealedManifest } from '../sealed/manifest.ts';
import type { StoredSlot } from '../sealed/slot.ts';

/** A MAC under the root key and the digest by which the bff knows it again. Both are base64url of 32 bytes. */
export interface Proof {
  readonly proof: string;
  readonly proofDigest: string;
}

/** Shows that a pending slot was read back and opened: whoever makes this held the root key and that very slot. */
export async function proveSlot(
  accountId: string,
  rootKey: CryptoKey,
  slot: StoredSlot,
): Promise<Proof> {
  const { kind, slotId, epoch, sealed } = slot;
  return prove(accountId, rootKey, context('pending-slot', accountId, kind, slotId, epoch, sealed));
}

/** The same for a whole pending vault, named by its manifest. */
export async function proveVault(
  accountId: string,
  rootKey: CryptoKey,
  manifest: SealedManifest,
): Promise<Proof> {
  return prove(accountId, rootKey, context('pending-vault', accountId, manifest));
}

/** FORMAT.md §7: shows that who writes holds the root key. The same for every write under one root key. */
export async function proveWriter(accountId: string, rootKey: CryptoKey): Promise<Proof> {
  return prove(accountId, rootKey, context('writer', accountId));
}

/** FORMAT.md §8. The bff compares SHA-256 of the proof with the digest from the first phase; it cannot make either. */
async function prove(accountId: string, rootKey: CryptoKey, message: Bytes): Promise<Proof> {
  const proof = await macSign(
    await deriveMacKey(rootKey, context('proof-key', accountId)),
    message,
  );
  const digest = await crypto.subtle.digest('SHA-256', proof);
  return { proof: encodeBase64url(proof), proofDigest: encodeBase64url(new Uint8Array(digest)) };
}
