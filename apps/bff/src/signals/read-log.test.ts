import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryLog, type AgencyLogEntry } from '../agencies/agency-log.ts';
import { recordEvent } from '../audit/record-event.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { bearerAssertion } from '../testing/bearer-assertion.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { signalPaths } from './signal-paths.ts';

let house: House;
let harbor: TestAgency;
let lantern: TestAgency;
beforeAll(async () => {
  harbor = await testAgency('harbor', { claims: ['given_name'] });
  lantern = await testAgency('lantern', { claims: ['given_name'] });
  house = await openHouse([harbor, lantern]);
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
    { at: expect.any(String), event: 'agency.request-trimmed', claims: 'family_name phone' },
  ]);
  expect((await read(lantern)).entries).toMatchObject([{ claims: 'family_name address' }]);

  recordEvent(house.bff.db, house.bff.now() + 1_000, 'agency.request-trimmed', null, {
    clientId: harbor.clientId,
    claims: 'birthdate',
  });
  const since = entries[0]?.at ?? '';
  expect((await read(harbor, { since })).entries).toMatchObject([{ claims: 'birthdate' }]);
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
