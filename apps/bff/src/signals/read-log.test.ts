import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryLog, type AgencyLogEntry } from '../agencies/agency-log.ts';
import { recordEvent } from '../audit/record-event.ts';
import { agreedUntil, testAgency, type TestAgency } from '../testing/agencies.ts';
import { bearerAssertion } from '../testing/bearer-assertion.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createVisit } from '../testing/visit.ts';
import { signalPaths } from './signal-paths.ts';

let house: House;
let harbor: TestAgency;
let lantern: TestAgency;
let over: TestAgency;
let asked: TestAgency;
let curious: TestAgency;
let named: TestAgency;
let certified: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['given_name'] });
  lantern = await testAgency('lantern', { claims: ['given_name'] });
  over = await testAgency('over', { claims: ['given_name'] });
  asked = await testAgency('asked', { claims: ['given_name'] });
  curious = await testAgency('curious', { claims: ['given_name'] });
  named = await testAgency('named', { claims: ['given_name'] });
  const entry = { profile: 'login.gov' } as const;
  certified = await testAgency('certified', { claims: ['email'], algorithm: 'RS256', entry });
  house = await openHouse([harbor, lantern, over, asked, curious, named, certified]);
});
afterAll(() => house.close());

async function read(agency: TestAgency, body: object = {}, path: string = signalPaths.log) {
  const assertion = await bearerAssertion(house, agency, path);
  const response = await fetch(`${house.issuer}${signalPaths.log}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${assertion}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const { entries = [] } = (text === '' ? {} : JSON.parse(text)) as {
    entries?: readonly AgencyLogEntry[];
  };
  return { status: response.status, entries };
}

test('an agency reads its own log by its key, and nobody else’s (AGENCY-43)', async () => {
  const ask = (agency: TestAgency, scope: string) =>
    fetch(createRawAgency(house, agency).authorizationUrl({ scope }), { redirect: 'manual' });
  await ask(harbor, 'openid profile:name phone');
  await ask(lantern, 'openid profile:name address');
  const { status, entries } = await read(harbor);
  expect(status).toBe(200);
  expect(entries).toEqual([
    {
      at: expect.any(String),
      event: 'agency.request-trimmed',
      claims: 'family_name phone',
      sender: 'anonymous',
    },
  ]);
  expect((await read(lantern)).entries).toMatchObject([{ claims: 'family_name address' }]);

  recordEvent(house.bff.db, house.bff.now() + 1_000, 'agency.request-trimmed', null, {
    clientId: harbor.clientId,
    claims: 'birthdate',
    sender: 'anonymous',
  });
  const since = entries[0]?.at ?? '';
  expect((await read(harbor, { since })).entries).toMatchObject([{ claims: 'birthdate' }]);
});

const byName = (userinfo: object) => JSON.stringify({ userinfo });

test('an agency reads which names it asked for that nothing stands behind (AGENCY-43)', async () => {
  const raw = createRawAgency(house, curious);
  const verified = {
    verification: { trust_framework: null },
    claims: { given_name: null, place_of_birth: null },
  };
  const names = { sub: null, given_name: null, middle_name: null, acr: null, locale: null };
  const claims = byName({ ...names, 'Quillon@example.test': null, verified_claims: verified });
  await fetch(raw.authorizationUrl({ scope: 'openid', claims }), { redirect: 'manual' });
  expect((await read(curious)).entries).toMatchObject([{ claims: 'middle_name place_of_birth' }]);

  const many = Array.from({ length: 30 }, (_, at) => [`claim_${at}`, null]);
  await raw.push({ scope: 'openid', claims: byName(Object.fromEntries(many)) });
  expect((await read(curious)).entries.at(-1)?.['claims']?.split(' ')).toHaveLength(10);
});

test('an agency reads that what it asked for in the ID token comes at userinfo alone (AGENCY-5, AGENCY-43)', async () => {
  const raw = createRawAgency(house, named);
  const names = { sub: null, acr: null, given_name: null, phone: { essential: true } };
  const claims = JSON.stringify({ id_token: { ...names, 'Quillon@example.test': null } });
  await raw.push({ scope: 'openid', claims });
  expect((await read(named)).entries).toMatchObject([
    { claims: 'id_token:given_name id_token:phone' },
  ]);
});

test('a claims parameter of a Login.gov client is left aside, as Login.gov does, and noted (AGENCY-31, AGENCY-43)', async () => {
  const raw = createRawAgency(house, certified);
  const authOnly = 'urn:acr.login.gov:auth-only';
  const asking = {
    scope: 'openid email',
    acr_values: authOnly,
    claims: JSON.stringify({
      userinfo: { given_name: null },
      id_token: { acr: { essential: true, value: 'urn:acr.login.gov:verified' } },
    }),
  };
  const accountId = house.signUp('left-aside@example.test', null);
  const visit = await createVisit(house, accountId);
  const location = await visit.share(raw.authorizationUrl(asking));
  const answer = await raw.redeem(new URL(location).searchParams.get('code') ?? '');
  const { id_token: idToken } = (await answer.json()) as { id_token: string };
  expect(decodeJwt(idToken)['acr']).toBe(authOnly);
  expect((await read(certified)).entries).toMatchObject([{ claims: 'parameter:claims' }]);
});

test('an agency whose agreement is over reads that it is, and can do nothing else (AGENCY-42, AGENCY-43)', async () => {
  agreedUntil(house.bff.registry, over, '2026-01-02');
  await fetch(createRawAgency(house, over).authorizationUrl(), { redirect: 'manual' });
  const { status, entries } = await read(over);
  expect(status).toBe(200);
  expect(entries).toEqual([{ at: expect.any(String), event: 'agency.agreement-over' }]);
  for (const path of [signalPaths.poll, signalPaths.verify]) {
    const assertion = await bearerAssertion(house, over, path);
    const headers = { authorization: `Bearer ${assertion}`, 'content-type': 'application/json' };
    const answer = await fetch(`${house.issuer}${path}`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(401);
  }
});

test('strangers who ask in its name fill no room of what the agency itself asks, and are told apart (AGENCY-43)', async () => {
  const raw = createRawAgency(house, asked);
  const scopes = ['profile:birthdate', 'address', 'phone', 'social_security_number', 'email'];
  for (let each = 1; each < 2 ** scopes.length; each += 1) {
    const scope = ['openid', ...scopes.filter((_, at) => each & (1 << at))].join(' ');
    await fetch(raw.authorizationUrl({ scope }), { redirect: 'manual' });
  }
  const sendersOf = async () => (await read(asked)).entries.map(({ sender }) => sender);
  expect(await sendersOf()).toEqual(Array.from({ length: 20 }, () => 'anonymous'));
  // Pushed, signed, and once more what a stranger had sent already.
  await raw.push({ scope: 'openid profile:name' });
  const request = await raw.requestObject({ scope: 'openid all_emails' });
  await fetch(raw.authorizationUrl({ request }), { redirect: 'manual' });
  await fetch(await raw.pushed({ scope: 'openid address' }), { redirect: 'manual' });
  const own = (await read(asked)).entries.filter(({ sender }) => sender === 'authenticated');
  expect(own.map(({ claims }) => claims)).toEqual(['family_name', 'all_emails', 'address']);
});

test('nobody reads it without a key of the agency, for this very address (AGENCY-43)', async () => {
  const forged = { ...harbor, privateKey: lantern.privateKey };
  expect((await read(forged)).status).toBe(401);
  expect((await read(harbor, {}, signalPaths.poll)).status).toBe(401);
  expect((await read(harbor, { since: 'yesterday' })).status).toBe(400);
});

test('whoever reads it does not make the bff look through everybody’s events (AGENCY-43)', () => {
  const { sql, params } = queryLog(house.bff, harbor.clientId, 0).toSQL();
  const plan = house.bff.db.$client.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params) as {
    readonly detail: string;
  }[];
  expect(plan.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('SEARCH audit_events USING INDEX audit_events_of_agencies'),
  ]);
});
