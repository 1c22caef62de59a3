import { parseRecoveryKey } from '../recovery-key.ts';
import type { VaultSecret } from '../vault-secret.ts';
import { valueOf } from './refusal.ts';
import { fromHex, toHex } from './wycheproof.ts';

/** A secret as the vectors write it: bytes in hexadecimal. */
export type FrozenSecret =
  | { readonly kind: 'password'; readonly exportKey: string }
  | { readonly kind: 'recovery-key'; readonly key: string }
  | { readonly kind: 'passkey'; readonly slotId: string; readonly prf: string };

export function freezeSecret(secret: VaultSecret): FrozenSecret {
  if (secret.kind === 'password') return { kind: 'password', exportKey: toHex(secret.exportKey) };
  if (secret.kind === 'passkey') return { ...secret, prf: toHex(secret.prf) };
  return secret;
}

export function thawSecret(secret: FrozenSecret): VaultSecret {
  if (secret.kind === 'password') return { kind: 'password', exportKey: fromHex(secret.exportKey) };
  if (secret.kind === 'passkey') return { ...secret, prf: fromHex(secret.prf) };
  return { kind: 'recovery-key', key: valueOf(parseRecoveryKey(secret.key)) };
}
