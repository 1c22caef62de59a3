import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, generateKeyPair, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { reinstateIdentity, suspendIdentity } from '../credential-status/change-status.ts';
import type { SuspensionReason } from '../credential-status/schema.ts';
import { agreedUntil, testAgency, type TestAgency } from '../testing/agencies.ts';
import { bearerAssertion } from '../testing/bearer-assertion.ts';
import { openHouse, type House } from '../testing/house.ts';
import { rememberSubject, stopTelling, subjectAt } from './agency-subjects.ts';
import { tellAgencies, tellAgency } from './queue-signal.ts';
import { keptForMs, sendSignals } from './send-signals.ts';
import { signals as signalRows } from './schema.ts';
import { toldToAgencies, type SignalName } from './signal-types.ts';

const hour = 3_600_000;

/** An agency's listener (RFC 8935): what it was sent, and how it answers. */
const listener = {
  taken: [] as { readonly headers: IncomingHttpHeaders; readonly token: string }[],
  answer: 202,
};
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    listener.taken.push({
      headers: request.headers,
      token: Buffer.concat(chunks).toString(),
    });
    response.writeHead(listener.answer, { location: 'http://127.0.0.1:1/elsewhere' }).end();
  });
});

let house: House;
let endpoint: string;
let pushed: TestAgency;
let polling: TestAgency;
let deaf: TestAgency;
let older: TestAgency;
let accountId: AccountId;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
  const claims = ['given_name'] as const;
  pushed = { ...(await testAgency('pushed', { claims })), signals: { delivery: 'push', endpoint } };
  polling = { ...(await testAgency('polling', { claims })), signals: { delivery: 'poll' } };
  deaf = await testAgency('deaf', { claims });
  older = {
    ...(await testAgency('older', { claims, algorithm: 'RS256' })),
    profile: 'login.gov',
    signals: { delivery: 'push', endpoint },
  };
  house = await openHouse([pushed, polling, deaf, older]);
});
afterAll(async () => {
  await house.close();
  server.close();
});

let people = 0;
beforeEach(() => {
  house.bff.db.delete(signalRows).run();
  house.wait(25 * hour);
  accountId = house.signUp(`person-${(people += 1)}@example.test`);
  for (const agency of [pushed, polling, deaf]) know(agency);
  Object.assign(listener, { taken: [], answer: 202 });
});

function know(agency: TestAgency): void {
  house.bff.db.transaction((tx) => rememberSubject(house.bff, tx, agency, accountId));
}

function happens(name: SignalName): void {
  house.bff.db.transaction((tx) => tellAgencies(house.bff, tx, accountId, name));
}

async function verified(token: string, agency: TestAgency, audience = agency.clientId) {
  const jwks = (await (
    await fetch(`${house.issuer}/api/openid_connect/certs`)
  ).json()) as JSONWebKeySet;
  return jwtVerify(token, createLocalJWKSet(jwks), {
    issuer: house.issuer,
    audience,
    typ: 'secevent+jwt',
  });
}

const waiting = () => house.bff.db.select().from(signalRows).all().length;

describe('agencies are told what happens to an account that they know (AGENCY-11)', () => {
  test('that an operator suspended an identity, and reinstated it; once each (AGENCY-21)', async () => {
    const { bff } = house;
    for (let twice = 0; twice < 2; twice += 1)
      bff.db.transaction((tx) => suspendIdentity(bff, tx, accountId, 'fraud-suspected'));
    house.wait(1_000);
    bff.db.transaction((tx) => reinstateIdentity(bff, tx, accountId));
    await sendSignals(bff);
    const told = await Promise.all(listener.taken.map(({ token }) => verified(token, pushed)));
    expect(told.flatMap(({ payload }) => Object.keys(payload['events'] as object))).toEqual([
      toldToAgencies['account-disabled'].uri,
      toldToAgencies['account-enabled'].uri,
    ]);
  });

  test.each<[SuspensionReason, string | undefined]>([
    ['reported-by-agency', 'hijacking'],
    ['reported-by-owner', 'hijacking'],
    ['fraud-suspected', 'hijacking'],
    ['proofing-error', undefined],
    ['death', undefined],
  ])('a suspension for "%s" is told with the reason %s', async (why, reason) => {
    const { bff } = house;
    bff.db.transaction((tx) => suspendIdentity(bff, tx, accountId, why));
    await sendSignals(bff);
    const { payload } = await verified(listener.taken[0]?.token ?? '', pushed);
    expect(payload['events']).toEqual({
      [toldToAgencies['account-disabled'].uri]: reason === undefined ? {} : { reason },
    });
  });

  test('by push, in a signed token about their own identifier of the person', async () => {
    happens('credential-compromise');
    await sendSignals(house.bff);
    expect(listener.taken).toHaveLength(1);
    const [sent] = listener.taken;
    expect(sent?.headers['content-type']).toBe('application/secevent+jwt');
    const { payload } = await verified(sent?.token ?? '', pushed);
    expect(payload).toMatchObject({
      sub_id: {
        format: 'iss_sub',
        iss: house.issuer,
        sub: subjectAt(house.bff, pushed, accountId),
      },
      events: { [toldToAgencies['credential-compromise'].uri]: { credential_type: 'password' } },
    });
    // RFC 8417 §2.2 and §4.5: no `sub` and no `exp`, or it could pass for an ID token.
    expect(payload).not.toHaveProperty('sub');
    expect(payload).not.toHaveProperty('exp');
    expect(JSON.stringify(payload)).not.toContain(accountId);
  });

  test.each(['reproof-completed', 'identifier-changed'] as const)(
    'in the form that clients of the older profile know, and with an end: %s',
    async (name) => {
      know(older);
      house.bff.db.transaction((tx) => tellAgency(house.bff, tx, older, accountId, name));
      await sendSignals(house.bff);
      const token = listener.taken[0]?.token ?? '';
      // It is for the address that it is pushed to, and says no client.
      const { payload } = await verified(token, older, endpoint);
      expect(payload.aud).toBe(endpoint);
      const sub = subjectAt(house.bff, older, accountId);
      expect(payload.events).toEqual({
        // No address either, where Login.gov names one.
        [toldToAgencies[name].uri]: {
          subject: { subject_type: 'iss-sub', iss: house.issuer, sub },
        },
      });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(12 * 3_600);
    },
  );

  test('not an agency that the person stopped sharing with, nor one that said nothing of where it listens', async () => {
    stopTelling(house.bff.db, pushed.clientId, accountId, house.bff.now());
    happens('password-reset');
    await sendSignals(house.bff);
    expect(listener.taken).toEqual([]);
    expect(waiting()).toBe(1);
    know(pushed);
    happens('password-reset');
    await sendSignals(house.bff);
    expect(listener.taken).toHaveLength(1);
  });

  test.each([500, 429, 302, 401])(
    'a listener that answers %s is asked again, less and less often, and hears the same token',
    async (status) => {
      listener.answer = status;
      happens('account-purged');
      await sendSignals(house.bff);
      await sendSignals(house.bff);
      expect(listener.taken).toHaveLength(1);
      house.wait(31_000);
      await sendSignals(house.bff);
      listener.answer = 202;
      house.wait(121_000);
      await sendSignals(house.bff);
      house.wait(hour);
      await sendSignals(house.bff);
      expect(listener.taken).toHaveLength(3);
      expect(new Set(listener.taken.map(({ token }) => token)).size).toBe(1);
    },
  );

  test('a token that the listener calls wrong is not sent again (RFC 8935 §2.4)', async () => {
    listener.answer = 400;
    happens('account-purged');
    await sendSignals(house.bff);
    house.wait(2 * hour);
    await sendSignals(house.bff);
    expect(listener.taken).toHaveLength(1);
  });

  test('what nobody took within a week is forgotten, and one that does not open holds up nothing', async () => {
    listener.answer = 503;
    happens('account-purged');
    house.bff.db
      .update(signalRows)
      .set({ signalSealed: 'x.y' as never })
      .run();
    happens('account-purged');
    await sendSignals(house.bff);
    expect(listener.taken).toHaveLength(1);
    house.wait(keptForMs + 1);
    await sendSignals(house.bff);
    expect(waiting()).toBe(0);
  });

  test('not an agency whose agreement is over; what waits reaches it if it is renewed (AGENCY-42)', async () => {
    happens('account-purged');
    agreedUntil(house.bff.registry, pushed, '2026-01-02');
    await sendSignals(house.bff);
    expect(listener.taken).toHaveLength(0);
    agreedUntil(house.bff.registry, pushed, '2030-12-31');
    house.wait(hour);
    await sendSignals(house.bff);
    expect(listener.taken).toHaveLength(1);
  });

  test('nothing at rest says who is meant: neither account nor identifier', () => {
    happens('account-purged');
    const rows = JSON.stringify(house.bff.db.select().from(signalRows).all());
    expect(rows).not.toContain(accountId);
    for (const agency of [pushed, polling])
      expect(house.bytesAtRest().includes(subjectAt(house.bff, agency, accountId))).toBe(false);
  });
});

const assertion = (
  agency: TestAgency,
  path: string,
  more: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
) => bearerAssertion(house, agency, path, more, header);

type Polled = { readonly sets: Record<string, string>; readonly moreAvailable: boolean };

async function ask(path: string, bearer: string, body: unknown) {
  const response = await fetch(`${house.issuer}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, value: (text === '' ? {} : JSON.parse(text)) as Polled };
}

describe('an agency that cannot be reached fetches them itself (RFC 8936, AGENCY-11)', () => {
  const poll = async (body: unknown = {}) =>
    ask('/api/risc/poll', await assertion(polling, '/api/risc/poll'), body);

  test('until it confirms them, oldest first, as many as it wants', async () => {
    happens('recovery-activated');
    house.wait(1_000);
    happens('password-reset');
    const first = await poll({ maxEvents: 1 });
    expect(first.value.moreAvailable).toBe(true);
    const [[jti, token]] = Object.entries(first.value.sets) as [[string, string]];
    const { payload } = await verified(token, polling);
    expect(payload.jti).toBe(jti);
    expect(Object.keys(payload.events as object)).toEqual([
      toldToAgencies['recovery-activated'].uri,
    ]);
    const again = await poll({ maxEvents: 1 });
    expect(again.value.sets).toEqual(first.value.sets);
    const rest = await poll({ ack: [jti] });
    expect(Object.keys(rest.value.sets)).toHaveLength(1);
    expect(rest.value.moreAvailable).toBe(false);
    const [last = ''] = Object.keys(rest.value.sets);
    const none = await poll({ setErrs: { [last]: { err: 'invalid_request', description: '?' } } });
    expect(none.value).toEqual({ sets: {}, moreAvailable: false });
    expect((await poll()).value.sets).toEqual({});
  });

  test('but not while its agreement is over (AGENCY-42)', async () => {
    happens('account-purged');
    agreedUntil(house.bff.registry, polling, '2026-01-02');
    expect((await poll()).status).toBe(401);
    agreedUntil(house.bff.registry, polling, '2030-12-31');
    expect(Object.keys((await poll()).value.sets)).toHaveLength(1);
  });

  test('the round of pushing leaves them alone, and a week ends them', async () => {
    happens('password-reset');
    await sendSignals(house.bff);
    await sendSignals(house.bff);
    expect(Object.keys((await poll()).value.sets)).toHaveLength(1);
    house.wait(keptForMs + 1);
    await sendSignals(house.bff);
    expect((await poll()).value.sets).toEqual({});
  });

  test('more than there are at a time may be asked for (RFC 8936 §2.2)', async () => {
    happens('password-reset');
    const { status, value } = await poll({ maxEvents: 1e9 });
    expect(status).toBe(200);
    expect(Object.keys(value.sets)).toHaveLength(1);
  });

  test('it confirms and sees only its own', async () => {
    listener.answer = 500;
    happens('password-reset');
    const own = Object.keys((await poll()).value.sets);
    const [others] = house.bff.db
      .select()
      .from(signalRows)
      .all()
      .filter(({ jti }) => !own.includes(jti));
    await poll({ ack: [others?.jti] });
    expect(waiting()).toBe(2);
  });

  test('an event on demand says that the way works, and nothing else; there is none where no signals are registered', async () => {
    const path = '/api/risc/verify';
    const asked = await ask(path, await assertion(polling, path), { state: 'a test' });
    expect(asked.status).toBe(204);
    const [token = ''] = Object.values((await poll()).value.sets);
    const { payload } = await verified(token, polling);
    expect(payload.events).toEqual({ [toldToAgencies.verification.uri]: { state: 'a test' } });
    expect(payload).not.toHaveProperty('sub_id');
    for (const way of [path, '/api/risc/poll'])
      expect((await ask(way, await assertion(deaf, way), {})).status).toBe(404);
  });

  test('what is not a request of that form is refused', async () => {
    for (const body of ['{', '[]', { maxEvents: -1 }, { ack: 'all' }])
      expect(await poll(body)).toMatchObject({ status: 400, value: { err: 'invalid_request' } });
  });

  // prettier-ignore
  const pretenders: [string, (agency: TestAgency) => Promise<string>][] = [
    ['nobody',                              async () => ''],
    ['a key that is not the agency\'s',     async (agency) => assertion({ ...agency, privateKey: (await generateKeyPair('ES256')).privateKey }, '/api/risc/poll')],
    ['an assertion for the token endpoint', (agency) => assertion(agency, '/api/openid_connect/token')],
    ['an assertion for another of these',   (agency) => assertion(agency, '/api/risc/verify')],
    ['another client\'s name',              (agency) => assertion(agency, '/api/risc/poll', { iss: 'urn:test:pushed', sub: 'urn:test:pushed' })],
    ['an issuer that is not the subject',   (agency) => assertion(agency, '/api/risc/poll', { sub: 'urn:test:pushed' })],
    ['one without an end',                  (agency) => assertion(agency, '/api/risc/poll', { exp: undefined })],
    ['one without a name of its own',       (agency) => assertion(agency, '/api/risc/poll', { jti: undefined })],
    ['one that ends in a day',              (agency) => assertion(agency, '/api/risc/poll', { exp: Math.floor(house.bff.now() / 1_000) + 86_400 })],
    ['one of an hour ago',                  (agency) => assertion(agency, '/api/risc/poll', { iat: Math.floor(house.bff.now() / 1_000) - 3_600 })],
    ['a request that it signed',            (agency) => assertion(agency, '/api/risc/poll', {}, { typ: 'oauth-authz-req+jwt' })],
  ];
  test.each(pretenders)('%s fetches nothing', async (_who, bearer) => {
    happens('password-reset');
    const answer = await ask('/api/risc/poll', await bearer(polling), {});
    expect(answer).toMatchObject({ status: 401, value: {} });
  });

  test('an assertion works once', async () => {
    const bearer = await assertion(polling, '/api/risc/poll');
    expect((await ask('/api/risc/poll', bearer, {})).status).toBe(200);
    expect((await ask('/api/risc/poll', bearer, {})).status).toBe(401);
  });
});

const methods = ['urn:ietf:rfc:8935', 'urn:ietf:rfc:8936'];
const earlier = 'https://schemas.openid.net/secevent/risc/delivery-method';

test.each([
  ['/.well-known/risc-configuration', [`${earlier}/push`, `${earlier}/poll`, ...methods]],
  ['/.well-known/ssf-configuration', methods],
])('%s says where the keys are and which ways there are', async (path, supported) => {
  const described = await (await fetch(`${house.issuer}${path}`)).json();
  expect(described).toMatchObject({
    issuer: house.issuer,
    jwks_uri: `${house.issuer}/api/openid_connect/certs`,
    delivery_methods_supported: supported,
  });
});

test('clients of Login.gov find where they push what they suspect (AGENCY-31)', async () => {
  const { delivery } = (await (
    await fetch(`${house.issuer}/.well-known/risc-configuration`)
  ).json()) as { readonly delivery: readonly { delivery_method: string; url: string }[] };
  expect(delivery.map((one) => one.delivery_method)).toEqual([
    `${earlier}/push`,
    'urn:ietf:rfc:8935',
  ]);
  for (const { url } of delivery) {
    const headers = { 'content-type': 'application/secevent+jwt' };
    const answer = await fetch(url, { method: 'POST', headers, body: 'not.a.token' });
    expect([answer.status, await answer.json()]).toMatchObject([400, { err: 'invalid_issuer' }]);
  }
});
