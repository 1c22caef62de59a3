import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CryptoKey } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openedByAgency } from './opened-by-agency.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const basePort = Number(process.env['SIGNET_TEST_BASE_PORT'] ?? 4300) + 250;
const simulator = `http://127.0.0.1:${basePort + 40}`;
const issuer = new URL(`http://localhost:${basePort}`);
const redirectUri = 'http://127.0.0.1:9/callback';
/** At home, where no address has a domain, a scheme is of anybody's. */
const appCallback = 'com.example.app:/callback';
/** More than there are copies of a credential at first. */
const manyAgencies = Array.from({ length: 11 }, (_, at) => `pier-${at}`);
const insecure = { [oauth.allowInsecureRequests]: true };
let folder: string;
let key: CryptoKey;
/** Opens what is sealed for the agency that chose it so. */
let openingKey: CryptoKey;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'signet-sandbox-'));
  const pair = await oauth.generateKeyPair('ES256', { extractable: true });
  key = pair.privateKey;
  const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const keys = [{ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y, kid: 'first', alg: 'ES256' }];
  writeAgency('ferry', { jwks: { keys } });
  const sealing = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
    'deriveBits',
  ]);
  openingKey = sealing.privateKey;
  const { x, y } = await crypto.subtle.exportKey('jwk', sealing.publicKey);
  const encryptionKey = { kty: 'EC', crv: 'P-256', x, y, kid: 'sealing' };
  for (const name of ['vault', ...manyAgencies])
    writeAgency(name, { jwks: { keys }, delivery: 'sealed', encryptionKey });
  const app = { redirectUris: [appCallback], postLogoutRedirectUris: [] };
  writeAgency('app', { profile: 'login.gov', ...app });
  const over = { agreement: { from: '2025-01-01', until: '2025-12-31' } };
  writeAgency('over', { jwks: { keys }, ...over });
  writeAgency('over-app', { profile: 'login.gov', ...app, ...over });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (name: string) => path.join(folder, `${name}.json`);
const clientIdOf = (name: string) => `urn:test:${name}`;

/** What an agency hands over to be registered. */
function writeAgency(name: string, more: object): void {
  const home = 'http://127.0.0.1:9/';
  const attribute = (claim: string, required: boolean) => ({
    claim,
    purpose: { en: 'To sell you a ticket' },
    retention: { en: 'A year' },
    required,
  });
  const agency = {
    clientId: clientIdOf(name),
    sector: name,
    name: { en: `The ${name} agency` },
    homepage: home,
    initiateLoginUri: home,
    failureUri: home,
    redirectUris: [redirectUri],
    postLogoutRedirectUris: [home],
    profile: 'standard',
    delivery: 'split-code',
    agreement: { from: '2026-01-01', until: '2099-12-31' },
    attributes: [
      attribute('email', true),
      attribute('given_name', true),
      attribute('family_name', true),
      attribute('phone', false),
    ],
    ...more,
  };
  writeFileSync(fileOf(name), JSON.stringify(agency, undefined, 2));
}

function start(home: string, ...arguments_: readonly string[]) {
  const main = path.join(root, 'scripts', 'launch', 'main.ts');
  const child = spawn(process.execPath, [main, ...arguments_], {
    env: { ...process.env, SIGNET_HOME: home, SIGNET_BASE_PORT: String(basePort) },
  });
  const said = { words: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said.words += chunk.toString()));
  return { child, said };
}

async function refusalOf(home: string, ...arguments_: readonly string[]): Promise<string> {
  const { child, said } = start(home, ...arguments_);
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(1);
  return said.words.trim();
}

describe('a home is a sandbox or it is not (AGENCY-46)', () => {
  test('whatever was made without --sandbox is not started with it, and stays as it was', async () => {
    const home = path.join(folder, 'real');
    mkdirSync(path.join(home, 'data'), { recursive: true });
    writeFileSync(path.join(home, 'data', 'signet.sqlite'), 'accounts');
    expect(await refusalOf(home, '--sandbox')).toBe(
      `Signet cannot start: ${home} is no sandbox, and a sandbox forgets all its accounts at every start. Leave SIGNET_HOME away, or name a folder that is empty or not there yet.`,
    );
    expect(readdirSync(home, { recursive: true })).toEqual(['data', 'data/signet.sqlite']);
  });

  test('a sandbox is not started without --sandbox', async () => {
    const home = path.join(folder, 'marked');
    mkdirSync(home);
    writeFileSync(path.join(home, 'sandbox.json'), '{}');
    expect(await refusalOf(home)).toContain(`${home} is a sandbox, where simulated people`);
  });

  test.each([
    [['--sandbox', '--agency'], "Option '--agency <value>' argument missing"],
    [['--sandbx'], "Unknown option '--sandbx'"],
    [['sandbox'], "Unexpected argument 'sandbox'"],
  ])('%j is said in words, with what there is', async (words, says) => {
    const refusal = await refusalOf(path.join(folder, 'never'), ...words);
    expect(refusal).toContain(`Signet cannot start: ${says}`);
    expect(refusal).toContain('--agency FILE');
    expect(refusal).not.toMatch(/unforeseen|ERR_/);
  });

  test('an agency of one’s own is for a sandbox', async () => {
    expect(await refusalOf(path.join(folder, 'never'), '--agency', fileOf('ferry'))).toContain(
      '--agency is for a sandbox',
    );
  });
});

test('what is wrong with an agency’s file is said of the file that was given', async () => {
  writeAgency('wrong', { delivery: 'by hand' });
  const home = path.join(folder, 'refused');
  const words = await refusalOf(home, '--sandbox', '--agency', fileOf('wrong'));
  expect(words).toMatch(new RegExp(`${fileOf('wrong')}:\\d+  delivery: `));
  expect(words).not.toContain(path.join(home, 'agencies'));
});

test('an agency’s file that is not there is missed before anything is made', async () => {
  const home = path.join(folder, 'not-made');
  expect(await refusalOf(home, '--sandbox', '--agency', fileOf('lost'))).toContain(
    `there is no agency's file ${fileOf('lost')} that can be read.`,
  );
  expect(readdirSync(folder)).not.toContain('not-made');
});

type Outcome = {
  readonly ended: string;
  readonly location: string | null;
  readonly did: readonly string[];
  readonly shared: readonly string[];
  readonly because: string | null;
};

async function visit(script: object): Promise<{ status: number; outcome: Outcome }> {
  const response = await fetch(`${simulator}/visits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(script),
  });
  return { status: response.status, outcome: (await response.json()) as Outcome };
}

describe('an agency’s own client, and people who do what the test says (AGENCY-46)', () => {
  let running: ChildProcess;

  beforeAll(async () => {
    const home = path.join(folder, 'home');
    const names = ['ferry', 'vault', 'app', 'over', 'over-app', ...manyAgencies];
    const given = names.flatMap((name) => ['--agency', fileOf(name)]);
    const { child, said } = start(home, '--sandbox', ...given);
    running = child;
    const giveUpAt = Date.now() + 90_000;
    while (!said.words.includes('The sandbox is running')) {
      if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error(said.words);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }, 120_000);
  afterAll(async () => {
    if (running.exitCode !== null) return;
    running.kill('SIGINT');
    await once(running, 'close');
  });

  /** A stock client: what it sends people with, and what it makes of the address that they come back to. */
  async function application(name = 'ferry', more: Readonly<Record<string, string>> = {}) {
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, insecure),
    );
    const client = { client_id: clientIdOf(name) };
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const verifier = oauth.generateRandomCodeVerifier();
    const url = new URL(server.authorization_endpoint ?? '');
    url.search = new URLSearchParams({
      ...client,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid email profile:name phone',
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...more,
    }).toString();
    return {
      url: url.href,
      async claimsAt(location: string | null) {
        const callback = oauth.validateAuthResponse(server, client, new URL(location ?? ''), state);
        const tokens = await oauth.processAuthorizationCodeResponse(
          server,
          client,
          await oauth.authorizationCodeGrantRequest(
            server,
            client,
            oauth.PrivateKeyJwt({ key, kid: 'first' }),
            callback,
            redirectUri,
            verifier,
            insecure,
          ),
          { expectedNonce: nonce, requireIdToken: true },
        );
        const idToken = oauth.getValidatedIdTokenClaims(tokens);
        const sub = idToken?.sub ?? '';
        const answer = await oauth.userInfoRequest(server, client, tokens.access_token, insecure);
        const person = await oauth.processUserInfoResponse(server, client, sub, answer);
        const { id_token: hint = '' } = tokens;
        return { acr: idToken?.['acr'], hint, ...person } as Record<string, unknown>;
      },
      errorAt(location: string | null) {
        const parameters = new URL(location ?? '').searchParams;
        expect([parameters.get('state'), parameters.get('iss')]).toEqual([state, server.issuer]);
        return parameters.get('error');
      },
    };
  }

  test('yes: the ordinary login ends with a real code, real tokens and real claims', async () => {
    const first = await application();
    const { status, outcome } = await visit({ url: first.url });
    expect([status, outcome.ended]).toEqual([200, 'returned']);
    expect(outcome.did).toEqual(['signed-up', 'proved', 'shared']);
    const claims = await first.claimsAt(outcome.location);
    expect(claims).toMatchObject({ level: 'verified', given_name: 'QUILLONARD' });
    expect(claims['phone']).toMatch(/^\+1/);

    // Another day: the same person, at a browser where they are not signed in, who keeps the telephone to themselves.
    const again = await application();
    const later = await visit({ url: again.url, browser: 'new', withhold: ['phone'] });
    expect(later.outcome.did).toEqual(['signed-in', 'shared']);
    const fewer = await again.claimsAt(later.outcome.location);
    expect(fewer).toMatchObject({ sub: claims['sub'], given_name: 'QUILLONARD' });
    expect(fewer).not.toHaveProperty('phone');
  }, 60_000);

  /** What an agency opens of a visit, by its own key. */
  async function openedAt(name: string): Promise<readonly string[]> {
    const asked = await application(name);
    const { outcome } = await visit({ url: asked.url });
    expect(outcome.location).not.toContain('~');
    const claims = await asked.claimsAt(outcome.location);
    expect(claims).not.toHaveProperty('given_name');
    const { signet } = claims['_claim_sources'] as { signet: { JWT: string } };
    return openedByAgency(signet.JWT, openingKey, outcome.location);
  }

  test('of more agencies than there were copies no two see the same signature, and each its own again (AGENCY-20)', async () => {
    const seen: unknown[] = [];
    for (const name of manyAgencies) seen.push((await openedAt(name))[0]);
    expect(new Set(seen).size).toBe(manyAgencies.length);
    expect((await openedAt(manyAgencies[0] ?? ''))[0]).toBe(seen[0]);
  }, 120_000);

  test('sealed: what arrives at userinfo opens with the agency’s own key, and fits the secret beside the code (AGENCY-54)', async () => {
    const disclosures = (await openedAt('vault')).slice(1, -1);
    const names = disclosures.map((one) =>
      String((JSON.parse(Buffer.from(one, 'base64url').toString()) as string[])[1]),
    );
    expect(names.toSorted()).toEqual(['family_name', 'given_name', 'phone']);
  }, 60_000);

  test('no, or nothing: access_denied, or nobody comes back', async () => {
    const asked = await application();
    const no = await visit({ url: asked.url, answer: 'no', afterMs: 300 });
    expect(asked.errorAt(no.outcome.location)).toBe('access_denied');
    expect(no.outcome.shared).toEqual([]);
    const left = await visit({ url: (await application()).url, answer: 'leave' });
    expect(left.outcome).toMatchObject({ ended: 'left', location: null });
  }, 60_000);

  test('an app: people press the link that leads back to it, or leave (AGENCY-52)', async () => {
    const request = { redirect_uri: appCallback, acr_values: 'urn:acr.login.gov:auth-only' };
    const asking = async (more = {}) =>
      application('app', { ...request, scope: 'openid email', ...more });
    const asked = await asking();
    const { outcome } = await visit({ url: asked.url });
    expect(outcome).toMatchObject({ ended: 'returned', shared: ['email'] });
    expect(outcome.location).toMatch(/^com\.example\.app:\/callback\?code=/);

    const silent = await asking({ prompt: 'none' });
    const answered = (await visit({ url: silent.url })).outcome;
    expect(answered.ended).toBe('returned');
    expect(silent.errorAt(answered.location)).toBe('interaction_required');
    const left = await visit({ url: silent.url, answer: 'leave' });
    expect(left.outcome).toMatchObject({ ended: 'left', location: null });
  }, 60_000);

  test('a fresh sign-in is a fresh sign-in, and prompt=none finds out who is there', async () => {
    // Times of signing in are whole seconds (OpenID Connect Core §2, `auth_time`): one of this very second would count as fresh.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const fresh = await application('ferry', { prompt: 'login' });
    const visited = await visit({ url: fresh.url });
    expect(visited.outcome.did).toContain('signed-in');
    await fresh.claimsAt(visited.outcome.location);
    const silent = await application('ferry', { prompt: 'none', scope: 'openid email' });
    const nobody = await visit({ url: silent.url, browser: 'new' });
    expect(silent.errorAt(nobody.outcome.location)).toBe('login_required');
  }, 60_000);

  test('the agency’s own sign-out, with somebody who stays and then goes', async () => {
    const asked = await application();
    const { hint } = await asked.claimsAt((await visit({ url: asked.url })).outcome.location);
    const url = `${issuer.href}openid_connect/logout?${new URLSearchParams({
      id_token_hint: String(hint),
      post_logout_redirect_uri: 'http://127.0.0.1:9/',
      state: 'out',
    }).toString()}`;
    const lightly = async () =>
      (await visit({ url: (await application('ferry', { scope: 'openid email' })).url })).outcome;
    expect((await visit({ url, answer: 'no' })).outcome.did).toEqual([]);
    expect((await lightly()).did).toEqual(['shared']);
    expect((await visit({ url })).outcome).toMatchObject({
      ended: 'returned',
      location: 'http://127.0.0.1:9/?state=out',
      did: ['signed-out'],
    });
    expect((await lightly()).did).toEqual(['signed-in', 'shared']);
  }, 60_000);

  test('somebody who cannot prove who they are, and somebody who will not', async () => {
    const asked = await application();
    const cannot = await visit({ url: asked.url, person: 'severine' });
    expect(cannot.outcome.because).toBe('check-information: not_matched');
    expect(asked.errorAt(cannot.outcome.location)).toBe('access_denied');
    const again = await application();
    const willNot = await visit({ url: again.url, person: 'isolde', proves: false });
    expect(again.errorAt(willNot.outcome.location)).toBe('access_denied');
    expect(willNot.outcome.did).toEqual(['signed-up']);

    // Nothing to prove is needed for less, and the level says so.
    const light = await application('ferry', { scope: 'openid email' });
    const signedIn = await visit({ url: light.url, person: 'isolde', proves: false });
    expect(await light.claimsAt(signedIn.outcome.location)).toMatchObject({
      acr: 'urn:acr.login.gov:auth-only',
    });
  }, 60_000);

  test('an agreement that is over: a page, whose way back tells the agency', async () => {
    for (const [name, back] of Object.entries({ over: redirectUri, 'over-app': appCallback })) {
      const asked = await application(name, { redirect_uri: back });
      const { outcome } = await visit({ url: asked.url });
      expect(outcome).toMatchObject({ ended: 'stopped', because: 'unauthorized_client', did: [] });
      expect(outcome.location).toContain(`${back}?`);
      expect(asked.errorAt(outcome.location)).toBe('unauthorized_client');
    }
    const elsewhere = await application('ferry', { redirect_uri: 'http://127.0.0.1:9/other' });
    expect((await visit({ url: elsewhere.url })).outcome).toMatchObject({
      ended: 'stopped',
      because: 'invalid_redirect_uri',
      location: null,
    });
    const posted = await application('ferry', { response_mode: 'form_post' });
    expect((await visit({ url: posted.url })).outcome.because).toBe('invalid_request');
  });

  test.each([
    ['no address', {}],
    ['an address of somebody else', { url: 'http://127.0.0.1:9/' }],
    ['nobody whom they know', { url: `${issuer.href}openid_connect/authorize`, person: 'nobody' }],
    ['a word that is none', { url: issuer.href, answer: 'perhaps' }],
    ['a word too many', { url: issuer.href, unlock: true }],
  ])('a script is refused: %s', async (_what, script) => {
    expect((await visit(script)).status).toBe(400);
  });

  test('what the registration requires nobody can withhold, and a web page cannot write scripts', async () => {
    const { url } = await application();
    expect((await visit({ url, withhold: ['given_name'] })).status).toBe(400);
    const body = JSON.stringify({ url });
    expect((await fetch(`${simulator}/visits`, { method: 'POST', body })).status).toBe(415);
  }, 60_000);
});
