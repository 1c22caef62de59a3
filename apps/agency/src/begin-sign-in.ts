import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
} from 'oauth4webapi';
import type { SampleAgency } from './agencies.ts';
import type { Provider } from './provider.ts';
import type { Departure } from './sessions.ts';

export type Beginning = {
  readonly authorizationUrl: URL;
  readonly state: string;
  readonly departure: Departure;
};

/** Builds the authorization request (OpenID Connect Core §3.1.2.1) with state, nonce and PKCE. */
export async function beginSignIn(
  provider: Provider,
  agency: SampleAgency,
  redirectUri: string,
): Promise<Beginning> {
  const { authorization_endpoint: endpoint } = await provider.metadata();
  if (!endpoint) throw new Error('The provider names no authorization endpoint.');
  const state = generateRandomState();
  const departure = { nonce: generateRandomNonce(), codeVerifier: generateRandomCodeVerifier() };
  const authorizationUrl = new URL(endpoint);
  authorizationUrl.search = new URLSearchParams({
    client_id: agency.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: agency.scopes.join(' '),
    acr_values: 'urn:acr.login.gov:verified',
    state,
    nonce: departure.nonce,
    code_challenge: await calculatePKCECodeChallenge(departure.codeVerifier),
    code_challenge_method: 'S256',
  }).toString();
  return { authorizationUrl, state, departure };
}
