// A login with Signet. npm install openid-client
import { createPrivateKey, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as client from 'openid-client';

const issuer = new URL(process.env.SIGNET_ISSUER ?? 'http://localhost:4000');
const clientId = process.env.CLIENT_ID ?? 'urn:example:agency';
const origin = process.env.ORIGIN ?? 'http://127.0.0.1:3000';
const redirectUri = `${origin}/callback`;

const key = await webcrypto.subtle.importKey(
  'pkcs8',
  createPrivateKey(readFileSync(process.env.KEY_FILE ?? 'key.pem')).export({
    type: 'pkcs8',
    format: 'der',
  }),
  { name: 'ECDSA', namedCurve: 'P-256' },
  false,
  ['sign'],
);
// Plain http is for a Signet on this very machine.
const options = issuer.hostname === 'localhost' ? { execute: [client.allowInsecureRequests] } : {};
const signet = await client.discovery(
  issuer,
  clientId,
  undefined,
  client.PrivateKeyJwt({ key, kid: process.env.KEY_ID ?? 'first' }),
  options,
);

// One browser's journey, by its cookie. A real application has sessions already.
const journeys = new Map();

createServer((request, response) => void answer(request, response)).listen(
  Number(new URL(origin).port),
  '127.0.0.1',
  () => console.log(`open ${origin}`),
);

async function answer(request, response) {
  const url = new URL(request.url ?? '/', origin);
  const cookie = /journey=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  try {
    if (url.pathname === '/sign-in' && request.method === 'POST') {
      const journey = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const id = client.randomState();
      journeys.set(id, journey);
      const target = client.buildAuthorizationUrl(signet, {
        redirect_uri: redirectUri,
        scope: 'openid email profile:name',
        acr_values: 'urn:acr.login.gov:verified',
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
      });
      response.writeHead(303, {
        location: target.href,
        'set-cookie': `journey=${id}; HttpOnly; SameSite=Lax; Path=/${origin.startsWith('https:') ? '; Secure' : ''}`,
      });
      response.end();
    } else if (url.pathname === '/callback') {
      const journey = journeys.get(cookie);
      journeys.delete(cookie);
      if (journey === undefined) throw new Error('not started in this browser');
      // Checks state, issuer, the ID token and its nonce; throws when one of them does not hold.
      const tokens = await client.authorizationCodeGrant(signet, url, {
        expectedState: journey.state,
        expectedNonce: journey.nonce,
        pkceCodeVerifier: journey.verifier,
      });
      const person = await client.fetchUserInfo(signet, tokens.access_token, tokens.claims().sub);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(person));
    } else {
      response.setHeader('content-type', 'text/html');
      response.end(
        '<form method="post" action="/sign-in"><button>Sign in with Signet</button></form>',
      );
    }
  } catch (problem) {
    // `access_denied`: the person said no. Never print what came: it may hold a code.
    response.statusCode = problem.error === 'access_denied' ? 200 : 502;
    response.setHeader('content-type', 'text/plain');
    response.end(problem.error ?? problem.code ?? 'the login did not go through');
  }
}
