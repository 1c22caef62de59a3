import { createHmac, hkdfSync } from 'node:crypto';
import type { Agency } from '@signet/contracts/registry';
import type { Bff } from '../bff.ts';
import type { Interaction } from './interaction.ts';

/**
 * What the holder signs for one request of an agency. Where the bff opens the presentation: fixed by the interaction's random
 * identifier and unpredictable without the storage key. Where only the agency opens it: the agency's own nonce, which only
 * the agency can compare. Asking twice gives the same, so that reading an interaction changes nothing.
 */
export function keyBindingNonce(
  { keys }: Pick<Bff, 'keys'>,
  { delivery }: Pick<Agency, 'delivery'>,
  { uid, params }: Pick<Interaction, 'uid' | 'params'>,
): string {
  if (delivery === 'sealed') return String(params['nonce']);
  const key = hkdfSync('sha256', keys.secret('storageSealing'), '', 'signet key-binding nonce', 32);
  return createHmac('sha256', Buffer.from(key)).update(uid).digest('base64url');
}
