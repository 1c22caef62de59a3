import { createHmac, hkdfSync } from 'node:crypto';
import type { Bff } from '../bff.ts';

/**
 * What the holder signs for one request of an agency: fixed by the interaction's random identifier and unpredictable
 * without the storage key. Asking twice gives the same, so that reading an interaction changes nothing.
 */
export function keyBindingNonce({ keys }: Pick<Bff, 'keys'>, interactionUid: string): string {
  const key = hkdfSync('sha256', keys.secret('storageSealing'), '', 'signet key-binding nonce', 32);
  return createHmac('sha256', Buffer.from(key)).update(interactionUid).digest('base64url');
}
