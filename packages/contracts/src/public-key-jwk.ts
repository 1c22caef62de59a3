import * as v from 'valibot';
import { base64url } from './text.ts';

/** A public key on P-256 (RFC 7518 §6.2.1): a holder's, or one of the registry's. */
// prettier-ignore
export const publicKeyJwk = v.looseObject({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x:   base64url(43),
  y:   base64url(43),
});
