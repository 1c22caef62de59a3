import type { ClientMetadata, JWKS } from 'oidc-provider';
import type { Agency } from '@signet/contracts/registry';
import { verificationKey } from '../agencies/verification-key.ts';
import { profileMetadata } from './profiles.ts';

/**
 * The registry's entry of an agency in the engine's words. There is no other way to become a client. AGENCY-34: what it says is
 * plain OpenID Connect, so that a client from the shelf needs no code of ours.
 */
export function clientMetadata(agency: Agency): ClientMetadata {
  return {
    client_id: agency.clientId,
    client_name: agency.name.en,
    redirect_uris: agency.redirectUris,
    post_logout_redirect_uris: agency.postLogoutRedirectUris,
    ...(agency.jwks === undefined
      ? {}
      : { jwks: { keys: agency.jwks.keys.map(verificationKey) } as JWKS }),
    ...(agency.jwksUri === undefined ? {} : { jwks_uri: agency.jwksUri }),
    // The engine wants one, and never compares it: adjust-clients.ts does.
    ...(agency.clientSecret === undefined ? {} : { client_secret: agency.clientSecret.sha256 }),
    ...(agency.backchannelLogoutUri === undefined
      ? {}
      : {
          backchannel_logout_uri: agency.backchannelLogoutUri,
          backchannel_logout_session_required: true,
        }),
    grant_types: ['authorization_code'],
    response_types: ['code'],
    // K travels behind the code in the query; the engine would sign or render it away in any other mode.
    response_modes: ['query'],
    ...profileMetadata(agency),
    subject_type: 'pairwise',
    // Never fetched: the engine wants one where redirect URIs have several hosts. The sector is the agency's own.
    sector_identifier_uri: `https://${agency.sector}.invalid/`,
  };
}
