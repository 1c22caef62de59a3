import * as openid from 'openid-client';
import { expect, type Page } from '@playwright/test';
import { testPlan } from '../house/test-plan.ts';

/** The app of an agency, on a telephone, as a client from the shelf: with PKCE, and no key. `house/parks-app.json` is its registration. */
export async function telephoneApp(page: Page) {
  const name = 'Ridgeline Parks Office';
  const callback = 'test.example.parks:/callback';
  const configuration = await openid.discovery(
    new URL(testPlan.issuer),
    'urn:signet:agency:parks-app',
    { id_token_signed_response_alg: 'RS256' },
    openid.None(),
    { execute: [openid.allowInsecureRequests] },
  );
  const begun = { verifier: '', state: '', nonce: '' };
  /** What has a code made. */
  const button = page.getByRole('button', { name: `Back to the app of ${name}` });
  const link = page.getByRole('link', { name: new RegExp(`^(Back to|Open) the app of ${name}$`) });

  return {
    name,
    callback,
    button,
    link,

    /** What the app has the system's browser open. */
    async begin(changes: Readonly<Record<string, string>> = {}): Promise<string> {
      begun.verifier = openid.randomPKCECodeVerifier();
      begun.state = openid.randomState();
      begun.nonce = openid.randomNonce();
      const url = openid.buildAuthorizationUrl(configuration, {
        redirect_uri: callback,
        scope: 'openid profile:name age_over_18',
        acr_values: 'urn:acr.login.gov:verified',
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
        ...changes,
      });
      return url.href;
    },

    /** The address that a press hands to the telephone; a browser without the app opens nothing. */
    async handedOver(): Promise<URL> {
      const address = new URL((await link.getAttribute('href')) ?? '');
      expect(address.protocol + address.pathname).toBe(callback);
      expect(address.searchParams.get('state')).toBe(begun.state);
      expect(address.searchParams.get('iss')).toBe(testPlan.issuer);
      return address;
    },

    /** What it has of the person for such an address. */
    async redeem(address: URL): Promise<openid.UserInfoResponse> {
      const tokens = await openid.authorizationCodeGrant(configuration, address, {
        pkceCodeVerifier: begun.verifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
      });
      const { sub = '' } = tokens.claims() ?? {};
      return openid.fetchUserInfo(configuration, tokens.access_token, sub);
    },
  };
}
