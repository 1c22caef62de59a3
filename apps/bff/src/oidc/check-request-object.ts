import { errors, type Client, type KoaContextWithOIDC } from 'oidc-provider';
import { isSignedFor } from '../agencies/signed-for.ts';
import { isOfTheFuture, type ClientProfile } from './profiles.ts';

/** FAPI 2.0 Message Signing §5.3.1; a link is sent on within minutes. */
const longestSeconds = 60 * 60;

type Members = Readonly<Record<string, unknown>>;

/**
 * AGENCY-32: a signed request (RFC 9101) ends, and soon, since whoever has it can send it as often as they like; it is none that was
 * signed for something else, and signed as its client's profile has it (AGENCY-31). What was pushed was looked at when it was.
 */
export function createRequestObjectCheck(profileOf: (clientId: string) => ClientProfile) {
  return async (
    { oidc }: KoaContextWithOIDC,
    { exp, iat }: Members,
    { typ, alg }: Members,
    { clientId }: Client,
  ): Promise<void> => {
    if ('PushedAuthorizationRequest' in oidc.entities) return;
    if (!isSignedFor('oauth-authz-req+jwt', typ))
      throw new errors.InvalidRequestObject('signed for something else');
    const profile = profileOf(clientId);
    if (!profile.signatures.some((one) => one === alg))
      throw new errors.InvalidRequestObject('alg mismatch');
    if (isOfTheFuture(profile, iat))
      throw new errors.InvalidRequestObject('the request object is dated ahead (iat)');
    if (typeof exp !== 'number')
      throw new errors.InvalidRequestObject('the request object must have an end (exp)');
    // It is kept as long as it lives, and the engine would name one that has ended seconds ago.
    if (oidc.route === 'pushed_authorization_request' && exp <= Date.now() / 1_000)
      throw new errors.InvalidRequestObject('the request object has ended (exp)');
    if (exp > Date.now() / 1_000 + longestSeconds)
      throw new errors.InvalidRequestObject('the request object is valid for longer than an hour');
  };
}
