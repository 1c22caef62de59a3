import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import { Provider, type JWKS } from 'oidc-provider';
import { expect, test } from 'vitest';
import { testAgency } from '../agencies.ts';
import { openHouse, type House } from '../house.ts';
import { email, person } from '../person.ts';
import { createRawAgency, type RawAgency } from '../raw-agency.ts';
import { createVisit } from '../visit.ts';
import type { Driven, Prepared } from './driver.ts';
import { linesOf, reportOf, type Measured, type Report, type Rounds } from './report.ts';

// `npm run bench:oidc`. Ours, durable writes and a verified presentation included, beside the bare engine that keeps
// everything in memory and knows its claims by heart: in one process and in turns, so that both meet the same neighbours.

// Every run of the tests does a few logins, to see that it still measures something.
const asked = process.env['SIGNET_BENCH_LOGINS'];
const logins = Number(asked ?? '3');
const countedRounds = asked === undefined ? 1 : 3;
/** V8 compiles what is run often only after it was run often. */
const warmUpRounds = asked === undefined ? 1 : 7;
const rounds = warmUpRounds + countedRounds;
const claims = ['given_name', 'family_name'] as const;

test('the provider beside the bare engine: what a call costs, how many there are in a second, and a whole login', async () => {
  const agency = await testAgency('bench', { claims });
  const house = await openHouse([agency]);
  const bare = await startBareEngine(house, agency.jwks as JWKS, agency.redirectUris[0] ?? '');
  const raw = createRawAgency(house, agency);
  const bareRaw = { ...createRawAgency({ ...house, issuer: bare.issuer }, agency) };
  try {
    const measured: Rounds = { token: [], 'bare token': [], userinfo: [], 'bare userinfo': [] };
    const redirect: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [ours, theirs] = [await ourCodes(house, raw, redirect), await bare.codes(bareRaw)];
      const counted = round >= warmUpRounds;
      const [a, b] = [await measure(ours), await measure(theirs)];
      if (counted) {
        measured.token.push(a);
        measured['bare token'].push(b);
      }
      const [c, d] = [
        await measure(await userinfoCalls(house, raw)),
        await measure(await bare.userinfoCalls(bareRaw)),
      ];
      if (counted) {
        measured.userinfo.push(c);
        measured['bare userinfo'].push(d);
      }
    }
    const report = reportOf(measured, redirect);
    if (asked !== undefined) process.stdout.write(`${linesOf(report).join('\n')}\n`);
    for (const { failed } of Object.values(measured).flat()) expect(failed).toBe(0);
    expect(measured.token.map(({ calls }) => calls)).toEqual(Array(countedRounds).fill(logins));
    expect(redirect).toHaveLength(logins * rounds);
    expectPlausible(report);
  } finally {
    bare.close();
    await house.close();
  }
}, 600_000);

/** Wide enough for any machine on any day, and too narrow for a call that does nothing, or a clock that stands. */
function expectPlausible({ token, userinfo, login }: Report): void {
  for (const { ours, bare, cpuRatio, throughputRatio } of [token, userinfo]) {
    for (const { cpuMs, p50, p99, perSecond } of [ours, bare]) {
      for (const figure of [cpuMs, p50, perSecond]) expect(figure).toBeGreaterThan(0);
      expect(p99).toBeGreaterThanOrEqual(p50);
      expect(p99).toBeLessThan(60_000);
    }
    for (const ratio of [cpuRatio, throughputRatio]) {
      expect(ratio).toBeGreaterThan(1 / 50);
      expect(ratio).toBeLessThan(50);
    }
  }
  expect(login.p50).toBeGreaterThan(0);
  expect(login.p99).toBeGreaterThanOrEqual(login.p50);
}

async function measure(requests: readonly Prepared[]): Promise<Measured> {
  const child = fork(path.join(import.meta.dirname, 'driver.ts'), { stdio: 'ignore' });
  await new Promise((resolve) => child.once('spawn', resolve));
  const answer = new Promise<Driven>((resolve) =>
    child.once('message', (message) => resolve(message as Driven)),
  );
  const before = process.cpuUsage();
  child.send({ requests, connections: 4 });
  const driven = await answer;
  const { user, system } = process.cpuUsage(before);
  child.kill();
  return { ...driven, cpuMs: (user + system) / 1_000 / requests.length, calls: requests.length };
}

async function tokenRequest(raw: RawAgency, code: string): Promise<Prepared> {
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: raw.redirectUri,
    code_verifier: raw.verifier,
    ...(await raw.authentication()),
  } as Record<string, string>;
  return {
    url: raw.endpoint('token'),
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  };
}

async function ourCodes(house: House, raw: RawAgency, redirect: number[]): Promise<Prepared[]> {
  const accountId = house.signUp(`${Math.random().toString(36).slice(2)}@example.test`);
  const requests: Prepared[] = [];
  for (let at = 0; at < logins; at += 1) {
    const begun = performance.now();
    const location = await (await createVisit(house, accountId)).share(raw.authorizationUrl());
    redirect.push(performance.now() - begun);
    requests.push(await tokenRequest(raw, new URL(location).searchParams.get('code') ?? ''));
  }
  return requests;
}

function userinfoRequests(raw: RawAgency, token: string): Prepared[] {
  const headers = { authorization: `Bearer ${token}` };
  return Array.from({ length: logins * 4 }, () => ({
    url: raw.endpoint('userinfo'),
    method: 'GET',
    headers,
  }));
}

async function tokenOf(raw: RawAgency, code: string): Promise<string> {
  const answer = (await (await raw.redeem(code)).json()) as { readonly access_token: string };
  return answer.access_token;
}

async function userinfoCalls(house: House, raw: RawAgency): Promise<Prepared[]> {
  const visit = await createVisit(
    house,
    house.signUp(`${Math.random().toString(36).slice(2)}@example.test`),
  );
  const code = new URL(await visit.share(raw.authorizationUrl())).searchParams.get('code') ?? '';
  return userinfoRequests(raw, await tokenOf(raw, code));
}

async function startBareEngine(house: House, jwks: JWKS, redirectUri: string) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const issuer = `http://localhost:${typeof address === 'object' ? address?.port : 0}`;
  const clientId = 'urn:test:bench';
  const engine = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks,
      },
    ],
    jwks: { keys: [...house.bff.keys.oidcKeys] } as JWKS,
    routes: { token: '/api/openid_connect/token', userinfo: '/api/openid_connect/userinfo' },
    clientAuthMethods: ['private_key_jwt'],
    claims: { openid: ['sub'], profile: [...claims] },
    scopes: ['openid', 'profile'],
    features: { devInteractions: { enabled: false } },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        given_name: person.given_name,
        family_name: person.family_name,
        email,
      }),
    }),
  });
  const answer = engine.callback();
  server.on('request', (request, response) => void answer(request, response));

  async function code(raw: RawAgency): Promise<string> {
    const grant = new engine.Grant({ accountId: 'someone', clientId });
    grant.addOIDCScope('openid profile');
    const request = raw.request();
    const made = new engine.AuthorizationCode({
      accountId: 'someone',
      clientId,
      grantId: await grant.save(),
      gty: 'authorization_code',
      redirectUri,
      scope: 'openid profile',
      nonce: String(request['nonce']),
      codeChallenge: String(request['code_challenge']),
      codeChallengeMethod: 'S256',
    } as never);
    return made.save();
  }
  return {
    issuer,
    codes: async (raw: RawAgency) => {
      const requests: Prepared[] = [];
      for (let at = 0; at < logins; at += 1)
        requests.push(await tokenRequest(raw, await code(raw)));
      return requests;
    },
    userinfoCalls: async (raw: RawAgency) =>
      userinfoRequests(raw, await tokenOf(raw, await code(raw))),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
