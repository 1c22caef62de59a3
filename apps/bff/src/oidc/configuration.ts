import { errors, type Configuration, type JWKS } from 'oidc-provider';
import { claimsByScope, loginGovScopes } from '@signet/contracts/claims';
import { findAgency } from '../agencies/find-agency.ts';
import { isSignedFor } from '../agencies/signed-for.ts';
import type { Bff } from '../bff.ts';
import { createAdapter } from './adapter.ts';
import { advertised } from './advertised.ts';
import { reachableLevels } from './assurance.ts';
import { countProofOfAnybody } from './bound-request.ts';
import { createRequestObjectCheck } from './check-request-object.ts';
import { requestChecks } from './check-request.ts';
import { clientMetadata } from './client-metadata.ts';
import { createLoadExistingGrant } from './existing-grant.ts';
import { createFindAccount } from './find-account.ts';
import { rememberSubjects } from './pairwise-subject.ts';
import type { DueWrites } from './due-writes.ts';
import { claimsPerScope } from './known-claims.ts';
import { lifetimes } from './lifetimes.ts';
import { isPageOf } from './login-gov.ts';
import { errorPage } from './pages/error-page.ts';
import { signedOutPage, signOutPage } from './pages/sign-out-page.ts';
import { providerPaths } from './paths.ts';
import { isOfTheFuture, mustBringChallenge, profiles, signatures } from './profiles.ts';
import { promptPolicy } from './prompts.ts';
import { refuseProofAhead } from './proof-ahead.ts';
import { fetchRegistered } from './registered-fetch.ts';
import { createRedemptions } from './redemption.ts';
import { refuseOverAgreement } from './require-agreement.ts';
import { endRelease, tokenContent } from './token-claims.ts';

/** Everything in which this provider differs from the engine's defaults (docs/decisions/0003). */
export function configuration(bff: Bff, dueWrites: DueWrites): Configuration {
  const redemption = createRedemptions();
  const agencyOf = (clientId: string) => findAgency(bff.registry, clientId);
  const profileOf = (clientId: string) => profiles[agencyOf(clientId)?.profile ?? 'fapi2'];
  const subjectOf = rememberSubjects(bff.keys.secret('pairwise'));
  const secure = bff.config.issuer.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, overwrite: true } as const;

  return {
    adapter: createAdapter({
      ...bff,
      dueWrites,
      releaseKeyPresented: (releaseKey) => {
        redemption().releaseKey = releaseKey;
      },
      withAccessToken: () => {
        const redeemed = redemption();
        return () => endRelease(bff, redeemed);
      },
    }),
    extraTokenClaims: () => tokenContent(redemption()),
    clients: bff.registry.agencies.map(clientMetadata),
    jwks: { keys: [...bff.keys.oidcKeys] } as JWKS,
    routes: providerPaths,
    findAccount: createFindAccount(bff, redemption),
    loadExistingGrant: createLoadExistingGrant(bff),
    pairwiseIdentifier: async (_ctx, accountId, client) => {
      const sector = findAgency(bff.registry, client.clientId)?.sector;
      if (sector === undefined) throw new Error('a client that is not in the registry');
      return subjectOf(sector, accountId);
    },

    acrValues: [...reachableLevels],
    discovery: advertised(),
    scopes: Object.keys({ ...claimsByScope, ...loginGovScopes }),
    claims: claimsPerScope(),
    subjectTypes: ['pairwise'],
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt', 'client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: {
      clientAuthSigningAlgValues: [...signatures],
      requestObjectSigningAlgValues: [...signatures],
      dPoPSigningAlgValues: ['ES256', 'EdDSA', 'Ed25519', 'PS256'],
      idTokenSigningAlgValues: ['RS256', 'ES256'],
    },
    pkce: {
      required: ({ oidc }, { clientId }) =>
        mustBringChallenge(agencyOf(clientId), oidc.params?.['redirect_uri']),
    },
    extraParams: requestChecks(bff),
    interactions: {
      policy: promptPolicy(bff),
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    features: {
      backchannelLogout: { enabled: true },
      // What a claims parameter may say is checked with the rest of the request (check-request.ts).
      claimsParameter: { enabled: true, assertClaimsParameter: async () => undefined },
      devInteractions: { enabled: false },
      dPoP: {
        enabled: true,
        // Asked of every proof before it is looked at, and so before a code is used up by it.
        requireNonce: (ctx) => {
          const agency = findAgency(bff.registry, ctx.oidc.client?.clientId);
          refuseProofAhead(ctx, agency);
          // That it was used is kept before the push itself is counted.
          if (agency !== undefined) countProofOfAnybody(bff, ctx, agency);
          return false;
        },
      },
      fapi: {
        enabled: true,
        profile: (_ctx, client) =>
          client !== undefined && agencyOf(client.clientId)?.profile === 'fapi2'
            ? '2.0'
            : undefined,
      },
      pushedAuthorizationRequests: { enabled: true },
      requestObjects: {
        enabled: true,
        assertJwtClaimsAndHeader: createRequestObjectCheck(profileOf),
      },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: signOutPage,
        postLogoutSuccessSource: signedOutPage(bff),
      },
    },
    fetch: fetchRegistered(bff),
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
    ttl: lifetimes,
    // A second tab's sign-in must not end the first one's token; signing out ends all of that sign-in (log-out-at-agencies.ts).
    expiresWithSession: async () => false,
    clientBasedCORS: (_ctx, origin, { clientId }) => isPageOf(agencyOf(clientId), origin),
    sectorIdentifierUriValidate: () => false,
    allowOmittingSingleRegisteredRedirectUri: false,
    clockTolerance: 10,
    assertJwtClientAuthClaimsAndHeader: async (_ctx, claims, header, client) => {
      refuseOverAgreement(findAgency(bff.registry, client.clientId), bff.now());
      const profile = profileOf(client.clientId);
      if (!isSignedFor('client-authentication+jwt', header['typ']))
        throw new errors.InvalidClientAuth('signed for something else');
      if (!profile.signatures.some((alg) => alg === header['alg']))
        throw new errors.InvalidClientAuth('alg mismatch');
      if (profile.assertionAudience === 'issuer only' && claims['aud'] !== bff.config.issuer)
        throw new errors.InvalidClientAuth('audience (aud) must be the issuer identifier');
      if (isOfTheFuture(profile, claims['iat']))
        throw new errors.InvalidClientAuth('the assertion is dated ahead (iat)');
      // Spent assertions need not be remembered longer than this.
      if (Number(claims['exp']) > Date.now() / 1_000 + profile.longestAssertion)
        throw new errors.InvalidClientAuth('the assertion is valid for too long');
    },
  };
}
