import * as v from 'valibot';
import { gcmParameters, nonceBytes } from './crypto/aes-gcm.ts';
import { decodeBase64url, encodeBase64url } from './crypto/base64url.ts';
import type { Bytes } from './crypto/bytes.ts';
import { randomBytes } from './crypto/random-bytes.ts';
import { constantTimeEqual } from './crypto/constant-time-equal.ts';
import { context } from './crypto/context.ts';
import { deriveAesKey, deriveBytes } from './crypto/hkdf-sha256.ts';
import type { TransferableRootKey } from './root-key.ts';
import { transferForm } from './root-key.ts';
import {
  type SealedSlot,
  sealedSlotSchema,
  type SlotKind,
  type StoredSlot,
} from './sealed/slot.ts';
import { VaultError } from './vault-error.ts';
import { secretMaterial, type VaultSecret } from './vault-secret.ts';

/** Where a slot stands. Every field is in the derivation of its key, in its commitment and in its tag (VAULT-1). */
export interface SlotPlace {
  readonly accountId: string;
  readonly kind: SlotKind;
  readonly slotId: string;
  readonly epoch: number;
}

/** Wraps the root key under a key that only `secret` gives. */
export async function sealSlot(
  place: SlotPlace,
  secret: VaultSecret,
  rootKey: TransferableRootKey,
): Promise<StoredSlot> {
  const { wrappingKey, commitment } = await slotKeys(place, secret);
  const nonce = randomBytes(nonceBytes);
  const parameters = gcmParameters(nonce, slotContext(place, commitment));
  const wrapped = await crypto.subtle.wrapKey('raw', rootKey, wrappingKey, parameters);
  const parts = [commitment, nonce, new Uint8Array(wrapped)].map(encodeBase64url);
  const sealed = v.parse(sealedSlotSchema, `signet.slot.v1.${parts.join('.')}`);
  return { kind: place.kind, slotId: place.slotId, epoch: place.epoch, sealed };
}

/**
 * Unwraps the root key as a non-extractable HKDF key (VAULT-8). `undefined` when the secret is not this slot's. Throws
 * `slot_altered` when it is, and the ciphertext still does not open.
 */
export async function openSlot(
  place: SlotPlace,
  secret: VaultSecret,
  sealed: SealedSlot,
): Promise<CryptoKey | undefined> {
  return unwrap(place, secret, sealed, {
    algorithm: 'HKDF',
    extractable: false,
    usages: ['deriveKey', 'deriveBits'],
  });
}

/** The same for a ceremony: a key that can be wrapped again. */
export async function openSlotForTransfer(
  place: SlotPlace,
  secret: VaultSecret,
  sealed: SealedSlot,
): Promise<TransferableRootKey | undefined> {
  const key = await unwrap(place, secret, sealed, {
    algorithm: transferForm,
    extractable: true,
    usages: ['encrypt'],
  });
  return key as TransferableRootKey | undefined;
}

async function unwrap(
  place: SlotPlace,
  secret: VaultSecret,
  sealed: SealedSlot,
  form: { algorithm: 'HKDF' | typeof transferForm; extractable: boolean; usages: KeyUsage[] },
): Promise<CryptoKey | undefined> {
  const parts = readSlot(sealed);
  const { wrappingKey, commitment } = await slotKeys(place, secret);
  // VAULT-3: AES-GCM alone lets one ciphertext open under two keys, so no key touches it before it is known to be the one.
  if (!constantTimeEqual(commitment, parts.commitment)) return undefined;
  const parameters = gcmParameters(parts.nonce, slotContext(place, commitment));
  const { algorithm, extractable, usages } = form;
  try {
    const { wrapped } = parts;
    return await crypto.subtle.unwrapKey(
      'raw',
      wrapped,
      wrappingKey,
      parameters,
      algorithm,
      extractable,
      usages,
    );
  } catch {
    // The secret is the right one: only a changed ciphertext, nonce or place can bring us here.
    throw new VaultError('slot_altered');
  }
}

/** FORMAT.md R9: the wrapping key has no usage but wrapping and unwrapping. */
async function slotKeys(place: SlotPlace, secret: VaultSecret) {
  const material = await secretMaterial(secret);
  const [wrappingKey, commitment] = await Promise.all([
    deriveAesKey(material, context('kek', ...placeFields(place)), ['wrapKey', 'unwrapKey']),
    deriveBytes(material, context('commit', ...placeFields(place)), 32),
  ]);
  return { wrappingKey, commitment };
}

/** FORMAT.md §4: the commitment is in the tag too, so that it cannot be exchanged under the same ciphertext. */
function slotContext(place: SlotPlace, commitment: Bytes): Bytes {
  return context('slot', ...placeFields(place), commitment);
}

/** In the order of FORMAT.md §4. */
function placeFields(place: SlotPlace): readonly (string | number)[] {
  return [place.accountId, place.kind, place.slotId, place.epoch];
}

/** The schema fixed every length already; this only takes the text apart. */
function readSlot(sealed: SealedSlot): { commitment: Bytes; nonce: Bytes; wrapped: Bytes } {
  const [commitment, nonce, wrapped] = sealed.split('.').slice(3).map(decodeBase64url);
  if (!commitment || !nonce || !wrapped) throw new VaultError('malformed');
  return { commitment, nonce, wrapped };
}
