import * as openid from 'openid-client';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agencySchema } from '@signet/contracts/agency';
import { agreedUntil, asRegistered, testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { email, person } from '../testing/person.ts';
import { createRawAgency, type Fields } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';

// AGENCY-52: agencies whose people come from an app with a scheme of its own (RFC 8252 §7.1), as at Login.gov.

const claims = ['email', 'given_name', 'family_name'] as const;
const verified = 'urn:acr.login.gov:verified';
const scope = 'openid email profile:name';
const callback = 'test.agency.ranger:/callback';
const website = 'https://ranger.agency.test';
let house: House;
let app: TestAgency;
let keyed: TestAgency;

beforeAll(async () => {
  const places = { homepage: website, initiateLoginUri: website, failureUri: website };
  const entry = { profile: 'login.gov', ...places } as const;
  app = await testAgency('ranger', {
    claims,
    redirectUris: [callback, 'test.agency.ranger://result'],
    entry: { ...entry, jwks: null, postLogoutRedirectUris: ['test.agency.ranger:/out'] },
  });
  keyed = await testAgency('keyed', {
    claims,
    algorithm: 'RS256',
    redirectUris: [callback, `${website}/app`],
    entry: { ...entry, postLogoutRedirectUris: [] },
  });
  for (const one of [app, keyed]) v.parse(agencySchema, asRegistered(one));
  house = await openHouse([app, keyed]);
});
afterAll(() => house.close());

const asking = (changes: Fields = {}) => ({ scope, acr_values: verified, ...changes });
const visitor = async () => createVisit(house, house.signUp(`${crypto.randomUUID()}@example.test`));

/** Where the link of a page leads to an app; that the page leads nowhere by itself. */
async function linkOf(response: Response): Promise<URL | undefined> {
  expect(response.headers.get('location')).toBeNull();
  expect(response.headers.get('refresh')).toBeNull();
  const page = await response.text();
  expect(page).not.toMatch(/<script|<form|http-equiv="refresh"/);
  const href = /<a class="button" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#38;', '&');
  return href === undefined ? undefined : new URL(href);
}
const answerOf = (address: URL | undefined) =>
  Object.fromEntries(address?.searchParams ?? new URLSearchParams());

test('openid-client with PKCE and no key goes through a whole login (AGENCY-34, AGENCY-52)', async () => {
  const configuration = await openid.discovery(
    new URL(house.issuer),
    app.clientId,
    { id_token_signed_response_alg: 'RS256' },
    openid.None(),
    { execute: [openid.allowInsecureRequests] },
  );
  const verifier = openid.randomPKCECodeVerifier();
  const [state, nonce] = [openid.randomState(), openid.randomNonce()];
  const url = openid.buildAuthorizationUrl(configuration, {
    ...asking(),
    redirect_uri: callback,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const visit = await createVisit(house, house.signUp(email));
  const tokens = await openid.authorizationCodeGrant(
    configuration,
    new URL(await visit.share(url.href)),
    { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
  );
  const { sub = '' } = tokens.claims() ?? {};
  const { given_name, family_name } = person;
  const userinfo = await openid.fetchUserInfo(configuration, tokens.access_token, sub);
  expect(userinfo).toMatchObject({ given_name, family_name, email });
});

test('the question says that it is an app to which the answer goes, and of a web address that it is none (AGENCY-52)', async () => {
  const visit = await visitor();
  for (const [redirect, is] of [
    [callback, true],
    [`${website}/app`, false],
  ] as const) {
    const url = createRawAgency(house, keyed).authorizationUrl(asking({ redirect_uri: redirect }));
    expect((await visit.details(await visit.arrive(url))).returnsToApp).toBe(is);
  }
});

describe('no answer opens the app by itself (AGENCY-52, RFC 8252 §8.6)', () => {
  test('not the code, where the browser goes on by itself and no page of ours fetches it', async () => {
    const visit = await visitor();
    const url = createRawAgency(house, app).authorizationUrl(
      asking({ scope: 'openid email', acr_values: 'urn:acr.login.gov:auth-only' }),
    );
    const uid = await visit.login(await visit.arrive(url));
    const agreed = { claims: ['email'], ...(await visit.addresses(['email'])) };
    const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, agreed);
    const { resume } = (await answer.json()) as { readonly resume: string };
    const link = await linkOf(await visit.browser.send(resume));
    expect(link?.href).toMatch(/^test\.agency\.ranger:\/callback\?/);
    expect(answerOf(link)).toMatchObject({ code: expect.any(String), iss: house.issuer });
    // Going back and on again brings no second code.
    expect(await linkOf(await visit.browser.send(resume))).toBeUndefined();
  });

  test('not an error', async () => {
    const url = createRawAgency(house, app).authorizationUrl(asking({ nonce: 'short' }));
    const response = await createBrowser(house.issuer).send(url);
    expect(response.headers.get('content-security-policy')).toContain("form-action 'self';");
    const link = await linkOf(response);
    expect(link?.href.startsWith(`${callback}?`)).toBe(true);
    expect(answerOf(link)).toMatchObject({
      error: 'invalid_request',
      state: 'a-state-of-22-characters',
      iss: house.issuer,
    });
  });

  test('not an error that was to be posted', async () => {
    const url = createRawAgency(house, app).authorizationUrl(
      asking({ response_mode: 'form_post' }),
    );
    const link = await linkOf(await createBrowser(house.issuer).send(url));
    expect(answerOf(link)).toMatchObject({ error: 'invalid_request', iss: house.issuer });
  });

  test('not "no", which its own page takes there', async () => {
    const visit = await visitor();
    const uid = await visit.arrive(createRawAgency(house, app).authorizationUrl(asking()));
    const location = await visit.goOn(await visit.browser.post(`/interaction/${uid}/api/refuse`));
    expect(answerOf(new URL(location))).toMatchObject({
      error: 'access_denied',
      iss: house.issuer,
    });
  });

  test('not that the agreement is over', async () => {
    agreedUntil(house.bff.registry, app, '2026-01-02');
    const url = createRawAgency(house, app).authorizationUrl(asking());
    const response = await createBrowser(house.issuer).send(url);
    agreedUntil(house.bff.registry, app, '2030-12-31');
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain(`href="${callback}?error=unauthorized_client`);
  });

  test('not signing out', async () => {
    const visit = await visitor();
    const raw = createRawAgency(house, app);
    await visit.share(raw.authorizationUrl(asking()));
    const target = new URL('/openid_connect/logout', house.issuer);
    const [back = ''] = app.postLogoutRedirectUris;
    target.search = new URLSearchParams({
      client_id: app.clientId,
      post_logout_redirect_uri: back,
      state: 'a-state',
    }).toString();
    const asked = await visit.browser.send(target.href);
    expect(asked.headers.get('content-security-policy')).toContain("form-action 'self';");
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await asked.text())?.[1] ?? '';
    const ended = await visit.browser.send('/openid_connect/logout/confirm', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: house.issuer },
      body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
    });
    const copy = ended.clone();
    expect((await linkOf(ended))?.href).toBe(`${back}?state=a-state`);
    expect(await copy.text()).toContain('You are signed out of Signet.');
  });
});

describe('what was agreed to is never told without a press (AGENCY-40, AGENCY-52)', () => {
  const signInAlone = { scope: 'openid email', acr_values: 'urn:acr.login.gov:auth-only' };

  test.each([
    ['by an app’s address', callback],
    ['by a web address of the same client', `${website}/app`],
  ])('with no page asked for, %s', async (_how, redirect) => {
    const visit = await visitor();
    const raw = createRawAgency(house, keyed);
    const changes = { ...signInAlone, redirect_uri: redirect };
    const silent = raw.authorizationUrl({ ...changes, prompt: 'none' });
    const answered = async (browser = visit.browser) => {
      const response = await browser.send(silent);
      const location = response.headers.get('location');
      if (redirect !== callback) return new URL(location ?? '').searchParams.get('error');
      return answerOf(await linkOf(response))['error'];
    };
    expect(await answered(createBrowser(house.issuer))).toBe('login_required');
    await visit.share(raw.authorizationUrl(changes));
    expect(await answered()).toBe('interaction_required');
  });

  test('nor where nothing of the person is asked for', async () => {
    const visit = await visitor();
    const raw = createRawAgency(house, app);
    const url = raw.authorizationUrl({ ...signInAlone, scope: 'openid' });
    for (const _time of ['first', 'second']) {
      const uid = await visit.login(await visit.arrive(url));
      expect((await visit.details(uid)).prompt).toBe('consent');
      expect(await visit.consent(uid, [])).toContain(`${callback}?code=`);
    }
  });
});

describe('an address that is not the registered one is refused (AGENCY-32, AGENCY-52)', () => {
  // prettier-ignore
  test.each([
    ['another path',             'test.agency.ranger:/evil'],
    ['a path below',             'test.agency.ranger:/callback/evil'],
    ['a slash behind',           'test.agency.ranger:/callback/'],
    ['two slashes',              'test.agency.ranger://callback'],
    ['three slashes',            'test.agency.ranger:///callback'],
    ['no slash',                 'test.agency.ranger:callback'],
    ['another name',             'test.agency.ranger://evil'],
    ['a name before the path',   'test.agency.ranger://evil/callback'],
    ['a user before the name',   'test.agency.ranger://evil@result'],
    ['a port',                   'test.agency.ranger://result:80'],
    ['a path behind the name',   'test.agency.ranger://result/evil'],
    ['a scheme in other case',   'Test.Agency.Ranger:/callback'],
    ['a path in other case',     'test.agency.ranger:/Callback'],
    ['a query',                  'test.agency.ranger:/callback?next=evil'],
    ['an empty query',           'test.agency.ranger:/callback?'],
    ['a fragment',               'test.agency.ranger:/callback#evil'],
    ['a path that climbs',       'test.agency.ranger:/evil/../callback'],
    ['a scheme that begins alike', 'test.agency.ranger.evil:/callback'],
    ['a scheme that ends alike', 'evil.test.agency.ranger:/callback'],
    ['a shorter scheme',         'test.agency:/callback'],
    ['a scheme of no domain',    'ranger:/callback'],
    ['a letter that looks alike', 'test.agency.rаnger:/callback'],
    ['a space behind',           'test.agency.ranger:/callback '],
    ['this machine',             'http://127.0.0.1:8080/callback'],
    ['the web',                  'https://ranger.agency.test/callback'],
  ])('%s', async (_what, redirect) => {
    const url = createRawAgency(house, app).authorizationUrl(asking({ redirect_uri: redirect }));
    const response = await createBrowser(house.issuer).send(url);
    expect(response.status).toBe(400);
    expect(await linkOf(response)).toBeUndefined();
  });
});

describe('a challenge comes with every request to an app (AGENCY-45, AGENCY-52)', () => {
  const without = { code_challenge: undefined, code_challenge_method: undefined };
  const challenged = (who: TestAgency, changes: Fields) =>
    createBrowser(house.issuer).send(createRawAgency(house, who).authorizationUrl(asking(changes)));

  // prettier-ignore
  test.each([
    ['with none',                 () => app,   without],
    ['with none, though it has a key', () => keyed, without],
    ['in the clear',              () => app,   { code_challenge_method: 'plain' }],
    ['by no method',              () => app,   { code_challenge_method: undefined }],
    ['that is empty',             () => app,   { code_challenge: '' }],
  ])('%s it is refused', async (_what, who, changes) => {
    const answer = answerOf(await linkOf(await challenged(who(), changes)));
    expect(answer).toMatchObject({ error: 'invalid_request' });
    expect(answer).not.toHaveProperty('code');
  });

  test('and pushed with none it is refused, too', async () => {
    const answer = await createRawAgency(house, keyed).push(asking(without));
    expect(answer.status).toBe(400);
  });

  test('a web address of the same client, which has a key, needs none', async () => {
    const response = await challenged(keyed, { ...without, redirect_uri: `${website}/app` });
    expect(response.headers.get('location')).toContain('/interaction/');
  });
});

describe('another app that receives the answer has nothing of it (AGENCY-3, AGENCY-52)', () => {
  // prettier-ignore
  test.each<[string, (challenge: string) => Fields]>([
    ['with a verifier of its own', () => ({ code_verifier: 'v'.repeat(43) })],
    ['with no verifier',           () => ({ code_verifier: undefined })],
    ['with the challenge',         (challenge) => ({ code_verifier: challenge })],
    ['as another client',          () => ({ client_id: 'urn:test:keyed' })],
  ])('%s', async (_how, changes) => {
    const visit = await visitor();
    const raw = createRawAgency(house, app);
    const location = await visit.share(raw.authorizationUrl(asking()));
    const code = new URL(location).searchParams.get('code') ?? '';
    const asApp = { client_id: app.clientId };
    const attempt = changes(String(raw.request()['code_challenge']));
    const stolen = await raw.redeem(code, { ...asApp, ...attempt });
    expect([400, 401]).toContain(stolen.status);
    expect(await stolen.text()).not.toContain('access_token');
    // Its owner redeems it all the same.
    expect((await raw.redeem(code, asApp)).status).toBe(200);
  });
});
