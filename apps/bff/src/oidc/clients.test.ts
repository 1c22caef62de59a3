import { createServer, type Server } from 'node:http';
import { Auth } from '@auth/core';
import express from 'express';
import { auth, requiresAuth } from 'express-openid-connect';
import { exportJWK, exportPKCS8, exportSPKI, importJWK, type CryptoKey } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { freePort, hasApache, navigate, startApache } from '../testing/clients/apache.ts';
import { openHouse, type House } from '../testing/house.ts';
import { email, person } from '../testing/person.ts';
import { createClient, createVisit } from '../testing/visit.ts';
import { sendLogouts } from './send-logouts.ts';

// AGENCY-34: clients as agencies install them, none of them changed, each through a whole login with split code.

const claims = ['email', 'given_name', 'family_name'] as const;
const scope = 'openid profile email';
let house: House;
let accountId: AccountId;
let agencies: Record<'plain' | 'strict' | 'authjs' | 'express' | 'apache', TestAgency>;
let ports: { express: number; apache: number };

beforeAll(async () => {
  ports = { express: await freePort(), apache: await freePort() };
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const secure = `${at(ports.apache)}/private/callback`;
  agencies = {
    plain: await testAgency('plain', { claims }),
    strict: await testAgency('strict', { claims, entry: { profile: 'fapi2' } }),
    authjs: await testAgency('authjs', {
      claims,
      redirectUris: ['http://authjs.agency.test/auth/callback/signet'],
    }),
    express: await testAgency('express', {
      claims,
      redirectUris: [`${at(ports.express)}/callback`],
    }),
    apache: await testAgency('apache', {
      claims,
      algorithm: 'RS256',
      redirectUris: [secure],
      entry: { backchannelLogoutUri: `${secure}?logout=backchannel` },
    }),
  };
  house = await openHouse(Object.values(agencies));
  accountId = house.signUp(email);
});
afterAll(() => house.close());

const share = async (url: string) => (await createVisit(house, accountId)).share(url);
const received = { given_name: person.given_name, family_name: person.family_name, email };

test('oauth4webapi (AGENCY-34)', async () => {
  const client = await createClient(house, agencies.plain);
  const tokens = await client.redeem(await share(client.authorizationUrl(scope)));
  const { sub = '' } = oauth.getValidatedIdTokenClaims(tokens) ?? {};
  expect(await client.userinfo(tokens.access_token, sub)).toMatchObject(received);
});

test.each(['plain', 'strict'] as const)('openid-client, %s (AGENCY-34)', async (profile) => {
  const { clientId, kid, privateKey, redirectUris } = agencies[profile];
  const configuration = await openid.discovery(
    new URL(house.issuer),
    clientId,
    { id_token_signed_response_alg: profile === 'strict' ? 'ES256' : 'RS256' },
    openid.PrivateKeyJwt({ key: privateKey, kid }),
    { execute: [openid.allowInsecureRequests] },
  );
  const verifier = openid.randomPKCECodeVerifier();
  const [state, nonce] = [openid.randomState(), openid.randomNonce()];
  const request = {
    redirect_uri: redirectUris[0] ?? '',
    scope,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  const DPoP =
    profile === 'strict'
      ? openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair('ES256'))
      : undefined;
  const options = DPoP === undefined ? {} : { DPoP };
  const url =
    profile === 'strict'
      ? await openid.buildAuthorizationUrlWithPAR(configuration, request, options)
      : openid.buildAuthorizationUrl(configuration, request);
  const tokens = await openid.authorizationCodeGrant(
    configuration,
    new URL(await share(url.href)),
    {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    },
    undefined,
    options,
  );
  const { sub = '' } = tokens.claims() ?? {};
  const userinfo = await openid.fetchUserInfo(configuration, tokens.access_token, sub, options);
  expect(userinfo).toMatchObject(received);
});

test('Auth.js (AGENCY-34)', async () => {
  const { clientId, kid, privateKey } = agencies.authjs;
  const home = 'http://authjs.agency.test';
  let profile: unknown;
  const configuration = {
    basePath: '/auth',
    trustHost: true,
    secret: 'a-secret-of-a-test',
    providers: [
      {
        id: 'signet',
        name: 'Signet',
        type: 'oidc' as const,
        issuer: house.issuer,
        clientId,
        client: { token_endpoint_auth_method: 'private_key_jwt' },
        token: { clientPrivateKey: { key: privateKey, kid } },
        idToken: false,
        checks: ['pkce', 'state', 'nonce'] as ('pkce' | 'state' | 'nonce')[],
        authorization: { params: { scope } },
        profile(claimsOfPerson: Record<string, unknown>) {
          profile = claimsOfPerson;
          return { id: String(claimsOfPerson['sub']) };
        },
      },
    ],
  };
  const browser = createBrowser(home, (url, init) => Auth(new Request(url, init), configuration));
  const { csrfToken } = (await (await browser.send('/auth/csrf')).json()) as { csrfToken: string };
  const begun = await browser.send('/auth/signin/signet', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, callbackUrl: home }).toString(),
  });
  const back = await browser.send(await share(begun.headers.get('location') ?? ''));
  expect(back.headers.get('location')).toBe(home);
  expect(profile).toMatchObject(received);
  const session = (await (await browser.send('/auth/session')).json()) as { user?: object };
  expect(session.user).toBeDefined();
});

test('express-openid-connect (AGENCY-34)', async () => {
  const { clientId, kid, privateKey } = agencies.express;
  const home = `http://127.0.0.1:${ports.express}`;
  const app = express();
  app.use(
    auth({
      issuerBaseURL: house.issuer,
      baseURL: home,
      clientID: clientId,
      secret: 'a-secret-of-a-test-that-is-long-enough',
      authRequired: false,
      clientAuthMethod: 'private_key_jwt',
      clientAssertionSigningKey: { ...(await exportJWK(privateKey)), kid } as never,
      clientAssertionSigningAlg: 'ES256',
      authorizationParams: { response_type: 'code', response_mode: 'query', scope },
    }),
  );
  app.get('/me', requiresAuth(), (request, response, next) => {
    request.oidc.fetchUserInfo().then((userinfo) => response.json(userinfo), next);
  });
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(ports.express, '127.0.0.1', resolve));
  try {
    const browser = createBrowser(home);
    const begun = await browser.send('/me', { headers: { accept: 'text/html' } });
    const back = await browser.send(await share(begun.headers.get('location') ?? ''));
    expect(back.status).toBe(302);
    const me = await browser.send('/me');
    expect(await me.json()).toMatchObject(received);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

const apache = hasApache() ? test : test.skip;
if (!hasApache()) {
  process.stderr.write(
    'SKIPPED: Apache with mod_auth_openidc is not on this machine (apt-get install apache2 libapache2-mod-auth-openidc)\n',
  );
}

apache(
  'Apache mod_auth_openidc, which is told by back channel when the person signs out (AGENCY-34)',
  async () => {
    const { clientId, kid, privateKey, jwks } = agencies.apache;
    const home = `http://127.0.0.1:${ports.apache}`;
    const publicKey = (await importJWK(jwks?.keys[0] as never, 'RS256', {
      extractable: true,
    })) as CryptoKey;
    const server = await startApache({
      port: ports.apache,
      issuer: house.issuer,
      clientId,
      keyId: kid,
      privateKeyPem: await exportPKCS8(privateKey),
      publicKeyPem: await exportSPKI(publicKey),
    });
    try {
      const browser = createBrowser(home, navigate);
      const begun = await browser.send('/private/index.html');
      const visit = await createVisit(house, accountId);
      const back = await browser.send(await visit.share(begun.headers.get('location') ?? ''));
      expect(back.status).toBe(302);
      const inside = await browser.send('/private/index.html', {
        headers: { 'signet-given-name': 'Mallory' },
      });
      expect(await inside.text()).toBe('inside');
      expect(inside.headers.get('x-given-name')).toBe(person.given_name);
      expect(inside.headers.get('x-given-name-behind')).toBe(person.given_name);

      const page = await (await visit.browser.send('/openid_connect/logout')).text();
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
      await visit.browser.send('/openid_connect/logout/confirm', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: house.issuer },
        body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
      });
      await sendLogouts(house.bff);
      expect((await browser.send('/private/index.html')).status).toBe(302);
    } finally {
      server.close();
    }
  },
);
