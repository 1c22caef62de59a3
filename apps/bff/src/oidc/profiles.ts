import type { ClientMetadata } from 'oidc-provider';
import { signaturesOfProfile } from '@signet/contracts/agency-keys';
import { hasAppAddress } from '@signet/contracts/agency';
import { isAppAddress } from '@signet/contracts/app-address';
import type { Agency } from '@signet/contracts/registry';

/** What one kind of client must do and gets. AGENCY-31: strictness belongs to a client, never to the whole provider. */
export type ClientProfile = {
  /** Who must bring a PKCE challenge; whoever brings one is held to it. */
  readonly pkce: 'everyone' | 'whoever has no key';
  /** `alg` of client assertions, request objects and DPoP proofs. */
  readonly signatures: readonly string[];
  readonly idTokenSignature: 'RS256' | 'ES256';
  /** FAPI 2.0 §5.3.2.1: the issuer and nothing else, as one string. */
  readonly assertionAudience: 'issuer or endpoint' | 'issuer only';
  readonly pushedRequests: boolean;
  readonly senderConstrained: boolean;
  /** Longest `exp` of a client assertion, in seconds from now. */
  readonly longestAssertion: number;
  /** FAPI 2.0 §5.3.2.1: how far ahead of us what a client signs may be dated (`iat`), in seconds. */
  readonly furthestAhead: number;
};

const hour = 3_600;

/** AGENCY-48: `standard` is what the certification plan Basic OP asks for; the others bind nobody else. */
// prettier-ignore
export const profiles: Readonly<Record<Agency['profile'], ClientProfile>> = {
  'standard':  { pkce: 'everyone',           signatures: signaturesOfProfile.standard, idTokenSignature: 'RS256', assertionAudience: 'issuer or endpoint', pushedRequests: false, senderConstrained: false, longestAssertion: hour, furthestAhead: Infinity },
  'login.gov': { pkce: 'whoever has no key', signatures: signaturesOfProfile['login.gov'], idTokenSignature: 'RS256', assertionAudience: 'issuer or endpoint', pushedRequests: false, senderConstrained: false, longestAssertion: hour, furthestAhead: Infinity },
  'fapi2':     { pkce: 'everyone',           signatures: signaturesOfProfile.fapi2, idTokenSignature: 'ES256', assertionAudience: 'issuer only',        pushedRequests: true,  senderConstrained: true,  longestAssertion: 300,  furthestAhead: 60 },
};

/** Whoever does not say when they signed is not asked. */
export function isOfTheFuture({ furthestAhead }: ClientProfile, iat: unknown): boolean {
  return typeof iat === 'number' && iat > Date.now() / 1_000 + furthestAhead;
}

/** Everything that some client may sign with. */
export const signatures = signaturesOfProfile.standard;

/** A Login.gov client without a certificate proves itself by PKCE alone. */
export function isPublicClient(agency: Agency): boolean {
  return authenticationOf(agency) === 'none';
}

/** How a client proves itself: with a signature wherever it can. */
function authenticationOf({ jwks, jwksUri, clientSecret }: Agency) {
  if (jwks !== undefined || jwksUri !== undefined) return 'private_key_jwt';
  return clientSecret?.method ?? 'none';
}

/**
 * AGENCY-45, AGENCY-52: without PKCE go only those whose profile or registration says so, and who prove themselves; and nobody to an
 * app, whose answer another app may receive.
 */
export function mustBringChallenge(agency: Agency | undefined, redirectUri: unknown): boolean {
  if (agency === undefined || authenticationOf(agency) === 'none') return true;
  if (typeof redirectUri === 'string' && isAppAddress(redirectUri)) return true;
  return agency.pkce !== 'optional' && profiles[agency.profile].pkce === 'everyone';
}

export function profileMetadata(agency: Agency): Partial<ClientMetadata> {
  const profile = profiles[agency.profile];
  return {
    // The engine then takes schemes of apps, and answers no request of this client without a page (RFC 8252 §8.6).
    application_type: hasAppAddress(agency) ? 'native' : 'web',
    token_endpoint_auth_method: authenticationOf(agency),
    id_token_signed_response_alg: profile.idTokenSignature,
    require_pushed_authorization_requests: profile.pushedRequests,
    dpop_bound_access_tokens: profile.senderConstrained,
  };
}
