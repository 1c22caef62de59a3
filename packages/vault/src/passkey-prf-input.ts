import type { Bytes } from './crypto/bytes.ts';
import { context } from './crypto/context.ts';

/**
 * The input of the WebAuthn PRF extension (WebAuthn L3 §10.1.4), 32 bytes, the same for every passkey. It is compiled
 * in so that no server can choose it, and the same for all because a discoverable passkey is asked before the account
 * is known: each passkey has its own PRF, and the slot's context does the rest. Ask with `userVerification: 'required'`.
 */
export async function passkeyPrfInput(): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', context('passkey-prf')));
}
