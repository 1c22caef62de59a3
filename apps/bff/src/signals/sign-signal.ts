import { importJWK, SignJWT } from 'jose';
import type { Agency } from '@signet/contracts/registry';
import type { Bff } from '../bff.ts';
import type { QueuedSignal } from './queue-signal.ts';
import { toldToAgencies } from './signal-types.ts';

/** JWS header `typ` of a Security Event Token (RFC 8417 §2.3): no other token of ours can be taken for one, nor it for another. */
export const signalTokenType = 'secevent+jwt';
const loginGovLifetimeSeconds = 12 * 60 * 60;

/**
 * A Security Event Token (RFC 8417), RS256 with the key of the published JWKS. The subject stands in `sub_id` (RFC 9493), as the
 * Shared Signals Framework asks; for Login.gov's clients where they look for it, inside the event, it is for the address that it is
 * pushed to, and it expires as theirs does, counted from when it is sent: it may have waited for days.
 */
export async function signSignal(
  { config, keys, now }: Pick<Bff, 'config' | 'keys' | 'now'>,
  agency: Agency,
  jti: string,
  { name, subject, state, iat }: QueuedSignal,
): Promise<string> {
  const { uri, members } = toldToAgencies[name];
  const jwk = keys.oidcKeys[0];
  if (jwk === undefined) throw new Error('there is no key to sign with');
  const asLoginGov = agency.profile === 'login.gov';
  const identifier = subject === undefined ? {} : { iss: config.issuer, sub: subject };
  const event = {
    ...members,
    ...(state === undefined ? {} : { state }),
    ...(asLoginGov && subject !== undefined
      ? { subject: { subject_type: 'iss-sub', ...identifier } }
      : {}),
  };
  const claims = {
    jti,
    events: { [uri]: event },
    ...(asLoginGov || subject === undefined
      ? {}
      : { sub_id: { format: 'iss_sub', ...identifier } }),
  };
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: signalTokenType, kid: jwk.kid ?? '' })
    .setIssuer(config.issuer)
    .setAudience(asLoginGov ? pushAddress(agency) : agency.clientId)
    .setIssuedAt(iat);
  if (asLoginGov) token.setExpirationTime(Math.floor(now() / 1_000) + loginGovLifetimeSeconds);
  return token.sign(await importJWK(jwk, 'RS256'));
}

function pushAddress({ clientId, signals }: Agency): string {
  return signals?.delivery === 'push' ? signals.endpoint : clientId;
}
