import { request as httpRequest } from 'node:http';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { sweepExpired } from '../db/sweep-expired.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { createBrowser } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { person, readableValues } from '../testing/person.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createClient, createVisit } from '../testing/visit.ts';
import { oidcRows } from './schema.ts';

let house: House;
let harbor: TestAgency;
let lantern: TestAgency;
let accountId: AccountId;

beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['given_name', 'family_name', 'birthdate'] });
  lantern = await testAgency('lantern', { claims: ['given_name'] });
  house = await openHouse([harbor, lantern]);
  accountId = house.signUp('protocol@example.test');
});
afterAll(() => house.close());
afterEach(() => void vi.useRealTimers());

const scope = 'openid profile';

const codesLeft = () =>
  house.bff.db
    .select()
    .from(oidcRows)
    .all()
    .filter(({ model, consumedAt }) => model === 'AuthorizationCode' && consumedAt === null).length;

async function redirected(agency = harbor) {
  const client = await createClient(house, agency);
  const visit = await createVisit(house, accountId);
  return { client, visit, location: await visit.share(client.authorizationUrl(scope)) };
}

describe('a code (AGENCY-7)', () => {
  test('works once; shown again, it ends the tokens and the claims it gave', async () => {
    const { client, location } = await redirected();
    const { access_token: token } = await client.redeem(location);
    expect((await client.rawUserinfo(token)).status).toBe(200);
    await expect(client.redeem(location)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await client.rawUserinfo(token)).status).toBe(401);
  });

  test('shown again after its 60 seconds still ends them, for as long as they live', async () => {
    const { client, location } = await redirected();
    const { access_token: token } = await client.redeem(location);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 14 * 60_000 });
    sweepExpired(house.bff);
    expect((await client.rawUserinfo(token)).status).toBe(200);
    await expect(client.redeem(location)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await client.rawUserinfo(token)).status).toBe(401);
  });

  test('that led to a token is forgotten with it', async () => {
    const { client, location } = await redirected();
    await client.redeem(location);
    const used = () =>
      house.bff.db
        .select()
        .from(oidcRows)
        .all()
        .filter(({ model, consumedAt }) => model === 'AuthorizationCode' && consumedAt !== null);
    expect(used().length).toBeGreaterThan(0);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16 * 60_000 });
    sweepExpired(house.bff);
    expect(used()).toEqual([]);
  });

  test('that is redeemed many times at once gives one token, which ends with the others', async () => {
    const visit = await createVisit(house, accountId);
    const raw = createRawAgency(house, harbor);
    for (let round = 0; round < 4; round += 1) {
      const back = new URL(await visit.share(raw.authorizationUrl({ scope })));
      const code = back.searchParams.get('code') ?? '';
      const answers = await Promise.all(Array.from({ length: 6 }, () => raw.redeem(code)));
      const given = answers.filter(({ status }) => status === 200);
      expect(given).toHaveLength(1);
      for (const answer of given) {
        const { access_token: token } = (await answer.json()) as { readonly access_token: string };
        expect((await raw.userinfo({ authorization: `Bearer ${token}` })).status).toBe(401);
      }
    }
  });

  test('with half a key is used up for nothing', async () => {
    const { client, location } = await redirected();
    await expect(client.redeem(location.replace(/%7E[\w-]+/, ''))).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(client.redeem(location)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(codesLeft()).toBe(0);
  });

  test.each([
    [58, 'is taken'],
    [61, 'is refused'],
  ])('of %i seconds of age %s', async (age, outcome) => {
    const { client, location } = await redirected();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + age * 1_000 });
    const redeemed = client.redeem(location);
    if (outcome === 'is taken') await expect(redeemed).resolves.toHaveProperty('access_token');
    else await expect(redeemed).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('is nothing without the verifier of whoever asked for it', async () => {
    const { client, location } = await redirected();
    const verifier = 'v'.repeat(43);
    await expect(client.redeem(location, { verifier })).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('of one agency is nothing to another', async () => {
    const { location } = await redirected();
    const thief = await createClient(house, lantern);
    const stolen = new URL(location);
    const redirect = new URL(lantern.redirectUris[0] ?? '');
    redirect.search = stolen.search;
    await expect(thief.redeem(redirect.href)).rejects.toThrow();
  });

  test('an access token ends after 15 minutes, and its claims with it', async () => {
    const { client, location } = await redirected();
    const { access_token: token } = await client.redeem(location);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 + 1_000 });
    expect((await client.rawUserinfo(token)).status).toBe(401);
  });
});

describe('userinfo (OpenID Connect Core §5.3)', () => {
  const form = 'application/x-www-form-urlencoded';

  test.each<[string, string, (token: string) => RequestInit]>([
    ['no scope', '', () => ({})],
    ['one that the token has, in the address', '?scope=profile', () => ({})],
    ['one that it does not have', '?scope=email', () => ({})],
    ['two', '?scope=profile&scope=openid', () => ({})],
    ['one without letters', '?scope=%22', () => ({})],
    ['one in a form', '', () => ({ method: 'POST', body: 'scope=profile' })],
    [
      'one beside the token in a form (RFC 6750 §2.2)',
      '',
      (token) => ({
        method: 'POST',
        headers: { 'content-type': form },
        body: `scope=profile&access_token=${token}`,
      }),
    ],
  ])('says whose it is and all that was agreed to, whatever is asked of it: %s', async (...row) => {
    const [, query, asked] = row;
    const { client, location } = await redirected();
    const { access_token: token, id_token: idToken = '' } = await client.redeem(location);
    const bearer = { authorization: `Bearer ${token}`, 'content-type': form };
    const init = { headers: bearer, ...asked(token) };
    const answer = await fetch(`${client.server.userinfo_endpoint}${query}`, init);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      sub: decodeJwt(idToken).sub,
      given_name: person.given_name,
      birthdate: person.birthdate,
    });
  });
});

describe('who asks for more than it may have (AGENCY-8)', () => {
  test('gets no more, and it is recorded', async () => {
    const client = await createClient(house, lantern);
    const visit = await createVisit(house, accountId);
    const uid = await visit.arrive(
      client.authorizationUrl('openid profile social_security_number address'),
    );
    expect((await visit.details(uid)).requestedClaims).toEqual(['given_name']);
    const { clientId, claims } = house.recorded('agency.request-trimmed').at(-1) as {
      clientId?: string;
      claims?: string;
    };
    expect(clientId).toBe(lantern.clientId);
    expect(claims?.split(' ')).toContain('social_security_number');
  });

  test('cannot be given it by a browser that says yes to it', async () => {
    const client = await createClient(house, lantern);
    const visit = await createVisit(house, accountId);
    const uid = await visit.login(await visit.arrive(client.authorizationUrl(scope)));
    const answer = await visit.browser.post(`/interaction/${uid}/api/consent`, {
      claims: ['given_name', 'social_security_number'],
      release: 'a.b.c.d.e',
    });
    expect(answer.status).toBe(422);
  });
});

describe('addresses come from configuration, whatever Host and X-Forwarded-* say (AGENCY-9)', () => {
  const poison = {
    host: 'evil.example.test',
    'x-forwarded-host': 'evil.example.test',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example.test',
  };

  /** `fetch` does not let a caller choose Host. */
  function poisoned(path: string): Promise<{ status: number; headers: string; body: string }> {
    const { port } = new URL(house.issuer);
    return new Promise((resolve, reject) => {
      httpRequest({ host: 'localhost', port, path, headers: poison }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: JSON.stringify(response.headers),
            body,
          }),
        );
      })
        .on('error', reject)
        .end();
    });
  }

  test.each([
    ['discovery', () => '/.well-known/openid-configuration'],
    [
      'the authorization endpoint',
      async () => {
        const client = await createClient(house, harbor);
        const url = new URL(client.authorizationUrl(scope));
        return url.pathname + url.search;
      },
    ],
    ['the error page', () => '/openid_connect/authorize?client_id=nobody'],
    ['the logout page', () => '/openid_connect/logout'],
  ])('%s', async (_place, path) => {
    const { headers, body } = await poisoned(await path());
    expect(headers + body).not.toContain('evil.example.test');
  });
});

describe('two tabs never see each other’s agency (AGENCY-10)', () => {
  test('each request keeps its own, and neither answers for the other', async () => {
    const [forHarbor, forLantern] = [
      await createClient(house, harbor),
      await createClient(house, lantern),
    ];
    const visit = await createVisit(house, accountId);
    const first = await visit.arrive(forHarbor.authorizationUrl(scope));
    const second = await visit.arrive(forLantern.authorizationUrl(scope));
    expect((await visit.details(first)).clientId).toBe(harbor.clientId);
    expect((await visit.details(second)).clientId).toBe(lantern.clientId);
    expect((await visit.details(first)).keyBinding.nonce).not.toBe(
      (await visit.details(second)).keyBinding.nonce,
    );
  });

  test('the cookie of one opens no other, wherever it is sent', async () => {
    let sentTo = (path: string) => path;
    const browser = createBrowser(house.issuer, (url, init) =>
      fetch(new URL(sentTo(url.pathname) + url.search, url), init),
    );
    const visit = await createVisit(house, accountId, browser);
    const [first, second] = [
      await visit.arrive((await createClient(house, harbor)).authorizationUrl(scope)),
      await visit.arrive((await createClient(house, lantern)).authorizationUrl(scope)),
    ];
    const answer = async () => (await browser.send(`/interaction/${first}/api/details`)).status;
    expect(await answer()).toBe(200);
    sentTo = (path) => path.replace(first, second);
    expect(await answer()).toBe(410);
  });

  test('another browser that learned the address of a request sees nothing of it', async () => {
    const client = await createClient(house, harbor);
    const visit = await createVisit(house, accountId);
    const uid = await visit.arrive(client.authorizationUrl(scope));
    const stranger = createBrowser(house.issuer);
    for (const answer of [
      await stranger.send(`/interaction/${uid}/api/details`),
      await stranger.post(`/interaction/${uid}/api/refuse`),
    ])
      expect(answer.status).toBe(410);
  });
});

test('“no” goes back to the agency as access_denied, with its state and who answers', async () => {
  const client = await createClient(house, harbor);
  const visit = await createVisit(house, accountId);
  const uid = await visit.login(await visit.arrive(client.authorizationUrl(scope)));
  const back = new URL(
    await visit.goOn(await visit.browser.post(`/interaction/${uid}/api/refuse`)),
  );
  expect(back.origin + back.pathname).toBe(harbor.redirectUris[0]);
  expect(back.searchParams.get('error')).toBe('access_denied');
  expect(back.searchParams.get('iss')).toBe(house.issuer);
  expect(back.searchParams.has('code')).toBe(false);
  expect(() => client.validate(back.href)).toThrow();
  expect(house.recorded('consent.refused').at(-1)).toMatchObject({ clientId: harbor.clientId });
});

describe('a request that is not as registered', () => {
  // prettier-ignore
  test.each([
    ['an unknown client',           { client_id: 'urn:test:nobody' }],
    ['another redirect URI',        { redirect_uri: 'http://evil.example.test/callback' }],
    ['a redirect URI with a path more', { redirect_uri: 'http://harbor.agency.test/callback/x' }],
    ['a redirect URI with a query',  { redirect_uri: 'http://harbor.agency.test/callback?x=1' }],
    ['no redirect URI',             { redirect_uri: undefined }],
  ])('%s is answered on our own page, never by a redirect', async (_what, extra: Record<string, string | undefined>) => {
    const answer = await asked(extra);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });

  // prettier-ignore
  test.each([
    ['no PKCE',             { code_challenge: undefined, code_challenge_method: undefined }],
    ['plain PKCE',          { code_challenge_method: 'plain' }],
    ['the implicit flow',   { response_type: 'id_token' }],
    ['the hybrid flow',     { response_type: 'code id_token' }],
    ['a form post',         { response_mode: 'form_post' }],
  ])('%s is told to the agency, without a code', async (_what, extra: Record<string, string | undefined>) => {
    const answer = await asked(extra);
    const told = `${answer.headers.get('location') ?? ''} ${await answer.text()}`;
    expect(told).toContain('invalid_request');
    expect(told).toContain('http://harbor.agency.test/callback');
    expect(told).not.toMatch(/[?&#]code=|name="code"/);
  });
});

/** A request to harbor with some parameters put otherwise, or left out. */
async function asked(changes: Record<string, string | undefined>): Promise<Response> {
  const url = new URL((await createClient(house, harbor)).authorizationUrl(scope));
  for (const [name, value] of Object.entries(changes)) {
    url.searchParams.delete(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return createBrowser(house.issuer).send(url.href);
}

test('during and after a release nothing readable is at rest or printed (AGENCY-3, ZONE-3)', async () => {
  const leaks = () => {
    const everything = Buffer.concat([house.bytesAtRest(), Buffer.from(house.output())]);
    return readableValues.filter((value) => everything.includes(value)).length;
  };
  const { client, location } = await redirected();
  expect(leaks()).toBe(0);
  const { access_token: token } = await client.redeem(location);
  expect(leaks()).toBe(0);
  const answer = (await (await client.rawUserinfo(token)).json()) as { given_name: string };
  expect(answer.given_name).toBe(person.given_name);
  expect(leaks()).toBe(0);
  const [code = '', releaseKey = ''] = (new URL(location).searchParams.get('code') ?? '').split(
    '~',
  );
  for (const secret of [code, releaseKey, token])
    expect(house.bytesAtRest().includes(secret)).toBe(false);
});
