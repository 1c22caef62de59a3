import {
  AuthorizationResponseError,
  DPoP,
  authorizationCodeGrantRequest,
  getValidatedIdTokenClaims,
  PrivateKeyJwt,
  processAuthorizationCodeResponse,
  processUserInfoResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
  type Client,
  type UserInfoResponse,
} from 'oauth4webapi';
import type { SampleAgency } from './agencies.ts';
import type { AgencyKey } from './keys.ts';
import { openSealed } from './open-sealed.ts';
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

/** Checks the authorization response, redeems the code with `private_key_jwt` and PKCE, and asks for the claims; opens those that are sealed. */
export async function finishSignIn(
  provider: Provider,
  agency: SampleAgency,
  key: AgencyKey,
  arrival: Arrival,
): Promise<SignInOutcome> {
  const server = await provider.metadata();
  const client: Client = { client_id: agency.clientId };

  let parameters: URLSearchParams;
  try {
    parameters = validateAuthResponse(server, client, arrival.callback, arrival.state);
  } catch (problem) {
    if (!(problem instanceof AuthorizationResponseError)) throw problem;
    return problem.error === 'access_denied'
      ? { ok: false, error: { type: 'refused' } }
      : { ok: false, error: { type: 'provider_error', code: problem.error } };
  }

  const { nonce, codeVerifier, request, dpopKeys } = arrival.departure;
  const options = {
    ...provider.options,
    ...(dpopKeys === undefined ? {} : { DPoP: DPoP(client, dpopKeys) }),
  };
  const answer = await authorizationCodeGrantRequest(
    server,
    client,
    PrivateKeyJwt({ key: key.privateKey, kid: key.kid }),
    parameters,
    arrival.redirectUri,
    codeVerifier,
    options,
  );
  const tokens = await processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await validateApplicationLevelSignature(server, answer, provider.options);
  const idToken = getValidatedIdTokenClaims(tokens);
  if (!idToken) throw new Error('The provider sent no ID token.');

  const claims = await userInfoRequest(server, client, tokens.access_token, options);
  const userinfo = await processUserInfoResponse(server, client, idToken.sub, claims);
  const person = { idToken, userinfo, request, tokenType: tokens.token_type };
  if (agency.delivery !== 'sealed') return { ok: true, value: person };
  const known = { ...person, userinfo: knownToSignet(userinfo) };

  const jwe = sealedIn(userinfo);
  if (jwe === undefined || key.openingKey === undefined) return { ok: true, value: known };
  const opened = await openSealed(jwe, {
    clientId: agency.clientId,
    nonce,
    digest: idToken['sealed_claims_sha256'],
    releaseSecret: arrival.callback.searchParams.get('release_secret'),
    openingKey: key.openingKey,
    issuer: server.issuer,
    ...(await provider.trust()),
  });
  const named = Object.keys(userinfo['_claim_names'] as object);
  const shown = Object.fromEntries(
    named.filter((name) => name in opened).map((name) => [name, opened[name]]),
  );
  return { ok: true, value: { ...known, sealed: { jwe, claims: shown } } };
}

/** What stands at userinfo itself is the provider's word alone, which counts for the account and for nothing that was proofed. */
function knownToSignet({ sub, ...said }: UserInfoResponse): UserInfoResponse {
  const ofTheAccount = ['email', 'email_verified', 'all_emails'];
  const known = Object.entries(said).filter(([name]) => ofTheAccount.includes(name));
  return { sub, ...Object.fromEntries(known) };
}

/** OpenID Connect Core §5.6.2: the source that the claims' names point to. */
function sealedIn(userinfo: UserInfoResponse): string | undefined {
  const sources = userinfo['_claim_sources'] as Record<string, { JWT?: string }> | undefined;
  return sources?.['signet']?.JWT;
}
