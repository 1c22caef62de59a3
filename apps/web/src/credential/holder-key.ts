import type { HeldCredential } from '../vault/credentials.ts';

/** A key for one copy of the credential. It lives in the sealed record and signs what is shown of that copy. */
export async function newHolderKey(): Promise<HeldCredential['holderKey']> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { kty: 'EC', crv: 'P-256', x, y, d };
}
