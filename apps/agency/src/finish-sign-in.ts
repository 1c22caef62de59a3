import {
  AuthorizationResponseError,
  authorizationCodeGrantRequest,
  getValidatedIdTokenClaims,
  PrivateKeyJwt,
  processAuthorizationCodeResponse,
  processUserInfoResponse,
  userInfoRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import type { SampleAgency } from './agencies.ts';
import type { AgencyKey } from './keys.ts';
import type { Provider } from './provider.ts';
import type { Departure, SignedInPerson } from './sessions.ts';

export type Arrival = {
  readonly callback: URL;
  readonly redirectUri: string;
  readonly state: string;
  readonly departure: Departure;
};

export type SignInOutcome =
  | { readonly ok: true; readonly value: SignedInPerson }
  | { readonly ok: false; readonly error: { readonly type: 'refused' } }
  | {
      readonly ok: false;
      readonly error: { readonly type: 'provider_error'; readonly code: string };
    };

/** Checks the authorization response, redeems the code with `private_key_jwt` and PKCE, and asks for the claims. */
export async function finishSignIn(
  provider: Provider,
  agency: SampleAgency,
  key: AgencyKey,
  arrival: Arrival,
): Promise<SignInOutcome> {
  const server = await provider.metadata();
  const client = { client_id: agency.clientId };

  let parameters: URLSearchParams;
  try {
    parameters = validateAuthResponse(server, client, arrival.callback, arrival.state);
  } catch (problem) {
    if (!(problem instanceof AuthorizationResponseError)) throw problem;
    return problem.error === 'access_denied'
      ? { ok: false, error: { type: 'refused' } }
      : { ok: false, error: { type: 'provider_error', code: problem.error } };
  }

  const answer = await authorizationCodeGrantRequest(
    server,
    client,
    PrivateKeyJwt({ key: key.privateKey, kid: key.kid }),
    parameters,
    arrival.redirectUri,
    arrival.departure.codeVerifier,
    provider.options,
  );
  const tokens = await processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: arrival.departure.nonce,
    requireIdToken: true,
  });
  const idToken = getValidatedIdTokenClaims(tokens);
  if (!idToken) throw new Error('The provider sent no ID token.');

  const claims = await userInfoRequest(server, client, tokens.access_token, provider.options);
  const userinfo = await processUserInfoResponse(server, client, idToken.sub, claims);
  return { ok: true, value: { idToken, userinfo } };
}
