import { decodeJwt, type JWTPayload } from 'jose';

/** What a JWT says, of which nobody has looked at the signature; nothing, where it is none. */
export function unverifiedClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}
