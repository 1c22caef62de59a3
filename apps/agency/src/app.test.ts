import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { createKeys, loadKeys } from './keys.ts';

const origin = 'http://127.0.0.1:4020';

describe('the keys of the agencies', () => {
  let folder: string;
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'agency-')), 'keys');
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  test('are made once, kept private, and shared by their public halves', async () => {
    await createKeys(folder);
    const first = await readFile(path.join(folder, 'public.json'), 'utf8');
    await createKeys(folder);
    expect(await readFile(path.join(folder, 'public.json'), 'utf8')).toBe(first);

    const { clients } = JSON.parse(first) as {
      clients: Record<string, { keys: object[]; encryptionKey?: object }>;
    };
    expect(Object.keys(clients)).toEqual([
      'urn:signet:agency:harbor-licensing',
      'urn:signet:agency:lantern-pensions',
      'urn:signet:agency:granite-tax',
      'urn:signet:agency:meridian-health',
    ]);
    const { encryptionKey } = clients['urn:signet:agency:meridian-health'] ?? {};
    expect(encryptionKey).toMatchObject({ kty: 'EC', crv: 'P-256', use: 'enc' });
    expect(encryptionKey).not.toHaveProperty('d');
    for (const { keys } of Object.values(clients)) {
      expect(keys).toEqual([
        expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' }),
      ]);
      expect(keys[0]).not.toHaveProperty('d');
    }
    expect((await stat(path.join(folder, 'harbor.private.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await loadKeys(folder)).harbor.privateKey.extractable).toBe(false);
  });

  test('that are missing are named', async () => {
    await expect(loadKeys(folder)).rejects.toThrow('There is no key for Harbor Licensing Office');
  });
});

/** A provider of a few lines, so that the agency is tested against the protocol and not against Signet. */
class ToyProvider {
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #server: Server;
  issuer = '';
  readonly registryKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  /** Signs the ID token with another key than the one it publishes. */
  forges = false;
  nonce = '';
  audience = 'urn:signet:agency:harbor-licensing';
  idTokenSubject = 'pairwise-1';
  userinfo: Record<string, unknown> = { sub: 'pairwise-1' };
  lastTokenRequest = new URLSearchParams();

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const answer = this.#answer(new URL(request.url ?? '/', this.issuer).pathname, body);
        response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer ?? {}));
      });
    });
  }

  async open(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, 'localhost', resolve));
    const address = this.#server.address();
    this.issuer = `http://localhost:${typeof address === 'object' ? address?.port : ''}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(pathname: string, body: string): object | undefined {
    if (pathname === '/.well-known/openid-configuration') {
      return {
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        userinfo_endpoint: `${this.issuer}/userinfo`,
        end_session_endpoint: `${this.issuer}/logout`,
        jwks_uri: `${this.issuer}/certs`,
        authorization_response_iss_parameter_supported: true,
      };
    }
    if (pathname === '/certs')
      return {
        keys: [{ ...this.#keys.publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }],
      };
    if (pathname === '/userinfo') return this.userinfo;
    if (pathname !== '/token') return undefined;
    this.lastTokenRequest = new URLSearchParams(body);
    return {
      access_token: 'an-access-token',
      token_type: 'Bearer',
      expires_in: 900,
      id_token: this.#idToken(
        this.forges
          ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
          : this.#keys.privateKey,
      ),
    };
  }

  #idToken(key: KeyObject): string {
    const now = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: this.issuer,
      aud: this.audience,
      sub: this.idTokenSubject,
      nonce: this.nonce,
      iat: now,
      exp: now + 60,
      acr: 'urn:acr.login.gov:verified',
    };
    const head = `${part({ alg: 'RS256' })}.${part(claims)}`;
    return `${head}.${sign('sha256', Buffer.from(head), key).toString('base64url')}`;
  }
}

describe('signing in at an agency', () => {
  const provider = new ToyProvider();
  let folder: string;
  let app: Hono;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'agency-'));
    await createKeys(folder);
    await provider.open();
    provider.userinfo = { sub: 'pairwise-1' };
    provider.forges = false;
    provider.audience = 'urn:signet:agency:harbor-licensing';
    app = createApp(
      { origin, issuer: provider.issuer, registryKey: provider.registryKey },
      await loadKeys(folder),
    );
  });
  afterEach(async () => {
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';

  async function depart(cookie = '', agency = 'harbor') {
    const response = await app.request(`${origin}/${agency}/sign-in`, {
      method: 'POST',
      headers: { cookie },
    });
    const location = new URL(response.headers.get('location') ?? '');
    provider.nonce = location.searchParams.get('nonce') ?? '';
    const state = location.searchParams.get('state') ?? '';
    return { response, location, state, cookie: cookieOf(response) || cookie };
  }

  const comeBack = (query: Record<string, string>, cookie: string, agency = 'harbor') =>
    app.request(
      `${origin}/${agency}/callback?${new URLSearchParams({ iss: provider.issuer, ...query }).toString()}`,
      { headers: { cookie } },
    );

  /** The page after a callback that signs nobody in, at an address that has nothing of it: no code, and no secret (AGENCY-54). */
  async function turnedAway(query: Record<string, string>, cookie: string) {
    const answer = await comeBack(query, cookie);
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([303, null]);
    const address = answer.headers.get('location') ?? '';
    expect(address).toMatch(/^\/harbor\/not-signed-in\/[a-z_]+(?:\?reason=[a-z_]+)?$/);
    return app.request(origin + address, { headers: { cookie } });
  }

  test('asks with state, nonce and PKCE, and keeps all three to itself', async () => {
    const { response, location } = await depart();
    expect(response.status).toBe(303);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      client_id: 'urn:signet:agency:harbor-licensing',
      response_type: 'code',
      redirect_uri: `${origin}/harbor/callback`,
      scope: 'openid email profile address phone social_security_number',
      acr_values: 'urn:acr.login.gov:verified',
      code_challenge_method: 'S256',
    });
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
  });

  test('redeems the code with private_key_jwt and PKCE and shows what came', async () => {
    provider.userinfo = {
      sub: 'pairwise-1',
      given_name: '<b>Oda</b>',
      address: { street_address: '1 Example Way', locality: 'Testville' },
      verified_at: 1_764_000_000,
      level: 'verified',
    };
    const { state, cookie, location } = await depart();
    const returned = await comeBack({ code: 'a-code~half', state }, cookie);
    expect(returned.status).toBe(303);

    const sent = provider.lastTokenRequest;
    expect(sent.get('code')).toBe('a-code~half');
    expect(sent.get('client_assertion_type')).toContain('jwt-bearer');
    const challenge = createHash('sha256').update(sent.get('code_verifier') ?? '');
    expect(challenge.digest('base64url')).toBe(location.searchParams.get('code_challenge'));

    const page = await app.request(`${origin}/harbor`, {
      headers: { cookie: cookieOf(returned) },
    });
    const html = await page.text();
    expect(html).toContain('data-claim="given_name">&lt;b&gt;Oda&lt;/b&gt;</dd>');
    expect(html).toContain('data-part="locality"');
    expect(html).toContain('data-seconds="1764000000"');
    expect(html).toContain('data-id-token-claim="acr"');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('says that a credential was checked only where something of one came', async () => {
    const shown = async () => {
      const { state, cookie } = await depart();
      const returned = await comeBack({ code: 'a-code', state }, cookie);
      const page = await app.request(`${origin}/harbor`, {
        headers: { cookie: cookieOf(returned) },
      });
      return page.text();
    };
    const ofTheAccount = { sub: 'pairwise-1', email: 'one@example.test', email_verified: true };
    provider.userinfo = ofTheAccount;
    expect(await shown()).not.toContain('checked the credential');
    provider.userinfo = { ...ofTheAccount, birthdate: '1990-02-19' };
    expect(await shown()).toContain('checked the credential');
  });

  test('with sealed delivery nothing is believed that stands at userinfo unsealed, but of the account (AGENCY-22)', async () => {
    const ofTheAccount = { sub: 'pairwise-1', email: 'one@example.test' };
    provider.audience = 'urn:signet:agency:meridian-health';
    provider.userinfo = { ...ofTheAccount, birthdate: '1990-02-19', level: 'verified' };
    const { state, cookie } = await depart('', 'meridian');
    const returned = await comeBack({ code: 'a-code', state }, cookie, 'meridian');
    const page = await app.request(`${origin}/meridian`, {
      headers: { cookie: cookieOf(returned) },
    });
    const html = await page.text();
    expect(html).toContain('data-claim="email">one@example.test</dd>');
    for (const word of ['1990-02-19', 'data-claim="level"', 'checked the credential'])
      expect(html).not.toContain(word);
  });

  test('a page that says why nobody is signed in says no words of whoever wrote its address', async () => {
    const at = (rest: string) => app.request(`${origin}/harbor/not-signed-in/${rest}`);
    expect(await (await at('provider_error?reason=server_error')).text()).toContain('server_error');
    expect(await (await at('provider_error?reason=Call+us')).text()).not.toContain('Call us');
    expect([(await at('toString')).status, (await at('anything')).status]).toEqual([404, 404]);
  });

  test('a new session begins when a person has signed in: the old cookie shows nothing', async () => {
    const { state, cookie } = await depart();
    const returned = await comeBack({ code: 'a-code', state }, cookie);
    expect(cookieOf(returned)).not.toBe(cookie);
    const page = await app.request(`${origin}/harbor`, { headers: { cookie } });
    expect(await page.text()).toContain('Sign in with Signet');
  });

  test('"no" at Signet is told as what it is', async () => {
    const { state, cookie } = await depart();
    const page = await turnedAway({ error: 'access_denied', state }, cookie);
    expect(await page.text()).toContain('You said no at Signet. Nothing was shared.');
  });

  test.each([
    ['another state', { code: 'a-code', state: randomUUID() }, 400],
    ['an error of the provider', { error: 'invalid_request' }, 400],
    ['another issuer', { code: 'a-code', iss: 'http://localhost:1' }, 502],
    ['no code', {}, 502],
  ])('a callback with %s signs nobody in', async (_what, query, status) => {
    const { state, cookie } = await depart();
    expect((await turnedAway({ state, ...query }, cookie)).status).toBe(status);
  });

  test('a session of one agency means nothing at the other', async () => {
    const { state, cookie } = await depart();
    const signedIn = cookieOf(await comeBack({ code: 'a-code', state }, cookie));
    const page = await app.request(`${origin}/lantern`, { headers: { cookie: signedIn } });
    expect(await page.text()).toContain('Sign in with Signet');
  });

  test('a callback in another browser signs nobody in', async () => {
    const { state } = await depart();
    expect((await turnedAway({ code: 'a-code', state }, '')).status).toBe(400);
  });

  test('an ID token for another nonce and claims of another subject are not used', async () => {
    const first = await depart();
    provider.nonce = 'of-another-request';
    expect((await turnedAway({ code: 'c', state: first.state }, first.cookie)).status).toBe(502);

    const second = await depart();
    provider.userinfo = { sub: 'somebody-else' };
    expect((await turnedAway({ code: 'c', state: second.state }, second.cookie)).status).toBe(502);
  });

  test('an ID token signed by somebody else is not used', async () => {
    provider.forges = true;
    const { state, cookie } = await depart();
    expect((await turnedAway({ code: 'c', state }, cookie)).status).toBe(502);
  });

  test('the page says what was asked and what was verified', async () => {
    const { state, cookie, location } = await depart();
    const signedIn = cookieOf(await comeBack({ code: 'c', state }, cookie));
    const html = await (
      await app.request(`${origin}/harbor`, { headers: { cookie: signedIn } })
    ).text();
    expect(html).toContain('data-request="acr_values">urn:acr.login.gov:verified</dd>');
    expect(html).toContain(`data-request="nonce">${location.searchParams.get('nonce')}</dd>`);
    expect(html).toContain('signature, issuer, audience, expiry, and the nonce');
  });

  test('two tabs can be under way at once', async () => {
    const first = await depart();
    const firstNonce = provider.nonce;
    const second = await depart(first.cookie);
    provider.nonce = firstNonce;
    expect((await comeBack({ code: 'c', state: first.state }, second.cookie)).status).toBe(303);
  });

  test('signing out forgets the person here and goes on to Signet', async () => {
    const { state, cookie } = await depart();
    const signedIn = cookieOf(await comeBack({ code: 'c', state }, cookie));
    const out = await app.request(`${origin}/harbor/sign-out`, {
      method: 'POST',
      headers: { cookie: signedIn },
    });
    const location = new URL(out.headers.get('location') ?? '');
    expect(location.pathname).toBe('/logout');
    expect(location.searchParams.get('post_logout_redirect_uri')).toBe(`${origin}/harbor`);
    const page = await app.request(`${origin}/harbor`, { headers: { cookie: signedIn } });
    expect(await page.text()).toContain('Sign in with Signet');
    expect(out.headers.get('set-cookie')).not.toContain(signedIn);
  });

  test('whoever comes back from signing out reads what is so, whatever they chose at Signet, until they sign in again', async () => {
    const atHome = async (cookie: string) =>
      (await app.request(`${origin}/harbor`, { headers: { cookie } })).text();
    const { state, cookie } = await depart();
    const signedIn = cookieOf(await comeBack({ code: 'a-code', state }, cookie));
    const out = await app.request(`${origin}/harbor/sign-out`, {
      method: 'POST',
      headers: { cookie: signedIn },
    });
    const notice = 'You are signed out here. If you chose to stay signed in at Signet';
    expect(await atHome('')).not.toContain(notice);
    expect(await atHome(cookieOf(out))).toContain(notice);
    const again = await depart(cookieOf(out));
    expect(await atHome(again.cookie)).not.toContain(notice);
    expect((await comeBack({ code: 'a-code', state: again.state }, again.cookie)).status).toBe(303);
  });

  test('a provider that does not answer is told apart, and asked again the next time', async () => {
    const { issuer } = provider;
    await provider.close();
    const page = await app.request(`${origin}/harbor/sign-in`, { method: 'POST' });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('Signet cannot be reached');
    await provider.open(Number(new URL(issuer).port));
    expect((await depart()).response.status).toBe(303);
  });

  test('every page is closed to scripts, frames and other sites', async () => {
    for (const address of [
      '/',
      '/harbor',
      '/lantern',
      '/delivery',
      '/style.css',
      '/nowhere',
      '/harbor/nowhere',
    ]) {
      const { headers } = await app.request(origin + address);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('script-src');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });
});
