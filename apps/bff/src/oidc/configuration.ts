import { errors, type Configuration, type JWKS } from 'oidc-provider';
import { claimNames, claimsByScope } from '@signet/contracts/claims';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import { createAdapter } from './adapter.ts';
import { serviceLevels } from './assurance.ts';
import { clientMetadata } from './client-metadata.ts';
import { createLoadExistingGrant } from './existing-grant.ts';
import { createFindAccount } from './find-account.ts';
import { pairwiseSubject } from './pairwise-subject.ts';
import { errorPage } from './pages/error-page.ts';
import { signedOutPage, signOutPage } from './pages/sign-out-page.ts';
import { providerPaths } from './paths.ts';
import { promptPolicy } from './prompts.ts';
import { createRedemptions } from './redemption.ts';
import { keepTokenClaims } from './token-claims.ts';

const minute = 60;
const hour = 60 * minute;
/** A client assertion may not be valid longer than this, so that spent ones need not be remembered longer. */
const longestAssertion = hour;

/** Everything in which this provider differs from the engine's defaults (docs/decisions/0003). */
export function configuration(bff: Bff): Configuration {
  const redemption = createRedemptions();
  const secure = bff.config.issuer.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, overwrite: true } as const;

  return {
    adapter: createAdapter({
      ...bff,
      releaseKeyPresented: (releaseKey) => {
        redemption().releaseKey = releaseKey;
      },
      accessTokenSaved: (token, tokenHash) => keepTokenClaims(bff, redemption(), token, tokenHash),
    }),
    clients: bff.registry.agencies.map(clientMetadata),
    jwks: { keys: [...bff.keys.oidcKeys] } as JWKS,
    routes: providerPaths,
    findAccount: createFindAccount(bff, redemption),
    loadExistingGrant: createLoadExistingGrant(bff),
    pairwiseIdentifier: async (_ctx, accountId, client) => {
      const sector = findAgency(bff.registry, client.clientId)?.sector;
      if (sector === undefined) throw new Error('a client that is not in the registry');
      return pairwiseSubject(bff.keys.secret('pairwise'), sector, accountId);
    },

    acrValues: Object.values(serviceLevels),
    scopes: Object.keys(claimsByScope),
    claims: claimsPerScope(),
    subjectTypes: ['pairwise'],
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: {
      clientAuthSigningAlgValues: ['ES256', 'RS256'],
      idTokenSigningAlgValues: ['RS256'],
    },
    pkce: { required: () => true },
    interactions: {
      policy: promptPolicy(),
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    features: {
      claimsParameter: { enabled: false },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: signOutPage,
        postLogoutSuccessSource: signedOutPage,
      },
    },
    renderError: errorPage,
    cookies: {
      keys: [bff.keys.secret('cookies').toString('base64url')],
      names: {
        session: secure ? '__Host-signet-provider' : 'signet-provider',
        interaction: secure ? '__Secure-signet-interaction' : 'signet-interaction',
        resume: secure ? '__Secure-signet-resume' : 'signet-resume',
      },
      long: cookie,
      short: cookie,
    },
    ttl: {
      AccessToken: 15 * minute,
      AuthorizationCode: minute,
      IdToken: 15 * minute,
      Interaction: 24 * hour,
      Session: 12 * hour,
      Grant: 12 * hour,
    },
    // A second tab's sign-in must not end the first one's token; signing out ends both (end-with-session.ts).
    expiresWithSession: async () => false,
    clientBasedCORS: () => false,
    sectorIdentifierUriValidate: () => false,
    allowOmittingSingleRegisteredRedirectUri: false,
    clockTolerance: 10,
    assertJwtClientAuthClaimsAndHeader: async (_ctx, claims) => {
      if (Number(claims['exp']) > Date.now() / 1_000 + longestAssertion) {
        throw new errors.InvalidClientAuth('the assertion is valid for too long');
      }
    },
  };
}

/** Claims that come with a scope beyond those of the contract: what stands beside a claim, and how it was proved. */
const beside: Readonly<Record<string, readonly string[]>> = {
  openid: ['sub', 'acr', 'amr', 'auth_time', 'level', 'pathway'],
  email: ['email_verified'],
  phone: ['phone_verified'],
};

function claimsPerScope(): Configuration['claims'] {
  const perScope = Object.entries(claimsByScope).map(([scope, claims]) => [
    scope,
    [...claims, ...(beside[scope] ?? [])],
  ]);
  return {
    ...Object.fromEntries(claimNames.map((claim) => [claim, null])),
    ...Object.fromEntries(perScope),
  } as Configuration['claims'];
}
