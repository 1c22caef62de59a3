import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';
import { testAgency } from '../agencies.ts';
import type { RawAgency } from '../raw-agency.ts';
import { startBare, startOurs, type Contender } from './contenders.ts';
import type { Driven, Prepared } from './driver.ts';
import type { Parts } from './parts.ts';
import { linesOf, reportOf, type Measured, type Report, type Rounds } from './report.ts';

// `npm run bench:oidc`. Ours, durable writes and a verified presentation included, beside the bare engine that keeps
// everything in memory and knows its claims by heart: a process each, in turns, so that both meet the same neighbours.

// Every run of the tests does a few logins, to see that it still measures something.
const asked = process.env['SIGNET_BENCH_LOGINS'];
const logins = Number(asked ?? '3');
const countedRounds = asked === undefined ? 1 : 5;
/** V8 compiles what is run often only after it was run often. */
const warmUpRounds = asked === undefined ? 1 : 10;
const rounds = warmUpRounds + countedRounds;

test('the provider beside the bare engine: what a call costs, how many there are in a second, and a whole login', async () => {
  const agency = await testAgency('bench', { claims: ['given_name', 'family_name'] });
  const ours = await startOurs(agency);
  const bare = await startBare(agency, ours.keys);
  try {
    const measured: Rounds = { token: [], 'bare token': [], userinfo: [], 'bare userinfo': [] };
    const redirect: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const token = await measure(ours, await tokenCalls(ours, (ms) => redirect.push(ms)));
      const bareToken = await measure(bare, await tokenCalls(bare));
      const userinfo = await measure(ours, await userinfoCalls(ours));
      const bareUserinfo = await measure(bare, await userinfoCalls(bare));
      if (round < warmUpRounds) continue;
      measured.token.push(token);
      measured['bare token'].push(bareToken);
      measured.userinfo.push(userinfo);
      measured['bare userinfo'].push(bareUserinfo);
    }
    const report = reportOf(measured, redirect, await measureParts());
    if (asked !== undefined) process.stdout.write(`${linesOf(report).join('\n')}\n`);
    for (const { failed } of Object.values(measured).flat()) expect(failed).toBe(0);
    expect(measured.token.map(({ calls }) => calls)).toEqual(Array(countedRounds).fill(logins));
    expect(redirect).toHaveLength(logins * rounds);
    expectPlausible(report);
  } finally {
    await bare.stop();
    await ours.stop();
  }
}, 600_000);

/** Wide enough for any machine on any day, and too narrow for a call that does nothing, or a clock that stands. */
function expectPlausible({ token, userinfo, login, parts }: Report): void {
  for (const cpuMs of Object.values(parts)) expect(cpuMs).toBeGreaterThan(0);
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

async function measure(contender: Contender, requests: readonly Prepared[]): Promise<Measured> {
  const child = fork(path.join(import.meta.dirname, 'driver.ts'), { stdio: 'ignore' });
  await new Promise((resolve) => child.once('spawn', resolve));
  const answer = new Promise<Driven>((resolve) =>
    child.once('message', (message) => resolve(message as Driven)),
  );
  const before = await contender.cpuMs();
  child.send({ requests, connections: 4 });
  const driven = await answer;
  const cpuMs = ((await contender.cpuMs()) - before) / requests.length;
  child.kill();
  return { ...driven, cpuMs, calls: requests.length };
}

async function measureParts(): Promise<Parts> {
  const child = fork(path.join(import.meta.dirname, 'parts.ts'), { execArgv: [], stdio: 'ignore' });
  const answer = once(child, 'message');
  child.send(asked === undefined ? 50 : 2_000);
  const [parts] = (await answer) as [Parts];
  child.disconnect();
  return parts;
}

async function tokenCalls(
  contender: Contender,
  tookMs?: (ms: number) => void,
): Promise<readonly Prepared[]> {
  const codes = await contender.codes(logins, tookMs);
  return Promise.all(codes.map((code) => tokenRequest(contender.raw, code)));
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

/** With tokens that were just given, as clients go on from one to the other. */
async function userinfoCalls(contender: Contender): Promise<readonly Prepared[]> {
  const { raw } = contender;
  const tokens = await Promise.all(
    (await contender.codes(10)).map(async (code) => {
      const answer = await raw.redeem(code);
      return ((await answer.json()) as { readonly access_token: string }).access_token;
    }),
  );
  return Array.from({ length: logins * 20 }, (_, at) => ({
    url: raw.endpoint('userinfo'),
    method: 'GET',
    headers: { authorization: `Bearer ${tokens[at % tokens.length]}` },
  }));
}
