import { importKeyMaterial } from './crypto/hkdf-sha256.ts';
import { type RecoveryKey, recoveryKeyBytes } from './recovery-key.ts';
import type { StoredSlot } from './sealed/slot.ts';
import { VaultError } from './vault-error.ts';

/**
 * What a person brings to open a vault. Each opens the slot of its kind. None carries a parameter for stretching, so
 * nothing that is stored or sent can lower one here (VAULT-5).
 */
export type VaultSecret =
  /** `export_key` of OPAQUE (RFC 9807 §6.4.4), 64 bytes. */
  | { readonly kind: 'password'; readonly exportKey: Uint8Array }
  | { readonly kind: 'recovery-key'; readonly key: RecoveryKey }
  /** The first PRF result of a passkey (WebAuthn L3 §10.1.4), 32 bytes. */
  | { readonly kind: 'passkey'; readonly slotId: string; readonly prf: Uint8Array };

/** Throws `malformed_secret` where a length is wrong, so that a truncated secret never becomes a weak slot. */
export async function secretMaterial(secret: VaultSecret): Promise<CryptoKey> {
  if (secret.kind === 'password') return importKeyMaterial(exactly(64, secret.exportKey));
  if (secret.kind === 'passkey') return importKeyMaterial(exactly(32, secret.prf));
  return importKeyMaterial(recoveryKeyBytes(secret.key));
}

/** The slot that a secret is for. */
export function slotFor(secret: VaultSecret, slots: readonly StoredSlot[]): StoredSlot | undefined {
  return slots.find(
    (slot) =>
      slot.kind === secret.kind && (secret.kind !== 'passkey' || slot.slotId === secret.slotId),
  );
}

function exactly(length: number, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== length) throw new VaultError('malformed_secret');
  return bytes;
}
