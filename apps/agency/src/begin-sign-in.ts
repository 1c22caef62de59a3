import {
  calculatePKCECodeChallenge,
  DPoP,
  generateKeyPair,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  PrivateKeyJwt,
  processPushedAuthorizationResponse,
  pushedAuthorizationRequest,
  type Client,
} from 'oauth4webapi';
import type { SampleAgency } from './agencies.ts';
import type { AgencyKey } from './keys.ts';
import type { Provider } from './provider.ts';
import type { Departure } from './sessions.ts';

export type Beginning = {
  readonly authorizationUrl: URL;
  readonly state: string;
  readonly departure: Departure;
};

/** Builds the authorization request (OpenID Connect Core §3.1.2.1) with state, nonce and PKCE; FAPI 2.0 pushes it first. */
export async function beginSignIn(
  provider: Provider,
  agency: SampleAgency,
  key: AgencyKey,
  redirectUri: string,
): Promise<Beginning> {
  const server = await provider.metadata();
  if (!server.authorization_endpoint)
    throw new Error('The provider names no authorization endpoint.');
  const state = generateRandomState();
  const nonce = generateRandomNonce();
  const codeVerifier = generateRandomCodeVerifier();
  const request: Record<string, string> = {
    client_id: agency.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: agency.scopes.join(' '),
    acr_values: 'urn:acr.login.gov:verified',
    ...(agency.style === 'login.gov' ? { prompt: 'select_account' } : {}),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  };
  const authorizationUrl = new URL(server.authorization_endpoint);
  const departure = { nonce, codeVerifier, request };
  if (agency.style !== 'fapi2') {
    authorizationUrl.search = new URLSearchParams(request).toString();
    return { authorizationUrl, state, departure };
  }

  const client: Client = { client_id: agency.clientId };
  const dpopKeys = await generateKeyPair('ES256');
  const pushed = await pushedAuthorizationRequest(
    server,
    client,
    PrivateKeyJwt({ key: key.privateKey, kid: key.kid }),
    request,
    { ...provider.options, DPoP: DPoP(client, dpopKeys) },
  );
  const { request_uri } = await processPushedAuthorizationResponse(server, client, pushed);
  authorizationUrl.search = new URLSearchParams({
    client_id: agency.clientId,
    request_uri,
  }).toString();
  return { authorizationUrl, state, departure: { ...departure, dpopKeys } };
}
