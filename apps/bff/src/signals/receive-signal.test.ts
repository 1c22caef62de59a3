import { randomUUID } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { isSuspended } from '../credential-status/read-status.ts';
import { accounts, sessions } from '../db/schema.ts';
import { sweepExpired } from '../db/sweep-expired.ts';
import { useOne } from '../limits/count.ts';
import { limitTable } from '../limits/limits.ts';
import { agreedUntil, testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { rememberSubject, subjectAt } from './agency-subjects.ts';
import { signalPaths } from './signal-paths.ts';
import { takenFromAgencies } from './signal-types.ts';

const hour = 3_600_000;
const fraud = 'https://schemas.login.gov/secevent/risc/event-type/authorization-fraud-detected';

let house: House;
let pushed: TestAgency;
let deaf: TestAgency;
let older: TestAgency;
let certified: TestAgency;
let several: TestAgency;
let accountId: AccountId;

beforeAll(async () => {
  const claims = ['given_name'] as const;
  const entry = { profile: 'login.gov' } as const;
  [pushed, deaf, older, certified, several] = await Promise.all([
    testAgency('pushed', { claims }),
    testAgency('deaf', { claims }),
    testAgency('older', { claims, algorithm: 'RS256' }),
    testAgency('certified', { claims, algorithm: 'RS256', entry }),
    testAgency('several', { claims, algorithm: 'RS256', entry }),
  ]);
  several.jwks?.keys.unshift(...(older.jwks?.keys ?? []));
  house = await openHouse([pushed, deaf, older, certified, several]);
});
afterAll(() => house.close());

let people = 0;
beforeEach(() => {
  house.wait(25 * hour);
  accountId = house.signUp(`person-${(people += 1)}@example.test`);
  house.bff.db.transaction((tx) => {
    for (const agency of [pushed, deaf, certified, several])
      rememberSubject(house.bff, tx, agency, accountId);
  });
});

describe('an agency that suspects fraud is heard about people it knows, and opens nothing by it (AGENCY-12)', () => {
  const subjectOf = (agency: TestAgency) => ({
    subject_type: 'iss-sub',
    iss: house.issuer,
    sub: subjectAt(house.bff, agency, accountId),
  });
  const suspect = (agency: TestAgency, more: Record<string, unknown> = {}, typ = 'secevent+jwt') =>
    new SignJWT({
      iss: agency.clientId,
      aud: `${house.issuer}/api/risc/security_events`,
      jti: randomUUID(),
      iat: Math.floor(house.bff.now() / 1_000),
      events: {
        [fraud]: { subject: subjectOf(agency) },
      },
      ...more,
    })
      .setProtectedHeader({
        alg: agency.jwks?.keys[0]?.['alg'] as string,
        kid: agency.kid,
        typ,
      })
      .sign(agency.privateKey);

  async function send(
    token: string,
    type = 'application/secevent+jwt',
    more: Record<string, string> = {},
    path: string = signalPaths.receive,
  ) {
    const response = await fetch(`${house.issuer}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...more },
      body: token,
    });
    const text = await response.text();
    return { status: response.status, value: text === '' ? {} : JSON.parse(text) };
  }
  const changeDue = () =>
    house.bff.db
      .select()
      .from(accounts)
      .all()
      .find(({ id }) => id === accountId)?.passwordChangeDue;
  const sessionsLeft = () =>
    house.bff.db
      .select()
      .from(sessions)
      .all()
      .filter((one) => one.accountId === accountId).length;

  test.each(Object.keys(takenFromAgencies))(
    '%s: everyone is signed out, a new password is due, the owner is told',
    async (uri) => {
      house.signIn(accountId);
      const sub = subjectAt(house.bff, deaf, accountId);
      const subjectId = { format: 'iss_sub', iss: house.issuer, sub };
      const token = await suspect(deaf, { events: { [uri]: {} }, sub_id: subjectId });
      expect(await send(token)).toEqual({ status: 202, value: {} });
      expect([sessionsLeft(), changeDue()]).toEqual([0, true]);
      const letters = await house.lettersTo(`person-${people}@example.test`);
      expect(letters.map(({ kind }) => kind)).toEqual([
        'agency-suspects',
        ...(uri.endsWith('identity-fraud-detected') ? ['identity-suspended'] : []),
      ]);
    },
  );

  test('an identity that it suspects is suspended, until an operator reinstates it; ten a day and no more', async () => {
    const identityFraud = Object.keys(takenFromAgencies).find((uri) =>
      uri.endsWith('identity-fraud-detected'),
    );
    const suspended: boolean[] = [];
    for (let times = 0; times < 11; times += 1) {
      accountId = house.signUp(`suspected-${times}@example.test`);
      house.bff.db.transaction((tx) => rememberSubject(house.bff, tx, deaf, accountId));
      house.signIn(accountId);
      const subject = {
        subject_type: 'iss-sub',
        iss: house.issuer,
        sub: subjectAt(house.bff, deaf, accountId),
      };
      const token = await suspect(deaf, { events: { [identityFraud ?? '']: { subject } } });
      expect((await send(token)).status).toBe(202);
      expect([sessionsLeft(), changeDue()]).toEqual([0, true]);
      suspended.push(isSuspended(house.bff, accountId));
    }
    expect(suspended).toEqual([...Array<boolean>(10).fill(true), false]);
  });

  const seconds = () => Math.floor(house.bff.now() / 1_000);
  const dayS = 86_400;

  test.each<[string, () => Record<string, unknown>]>([
    ['that does not say when it was made', () => ({ iat: undefined })],
    ['with a short number', () => ({ jti: '7' })],
    ['of six days ago', () => ({ iat: seconds() - 6 * dayS })],
    [
      'in the spelling of its earlier documents',
      () => ({
        events: { [fraud]: { subject: { ...subjectOf(certified), subject_type: 'iss_sub' } } },
      }),
    ],
    [
      'that says when it happened',
      () => ({
        events: { [fraud]: { subject: subjectOf(certified), event_at: seconds() - 30 * dayS } },
      }),
    ],
  ])('a token of a client of Login.gov %s is taken, once (AGENCY-31)', async (_what, more) => {
    const token = await suspect(certified, more());
    expect((await send(token)).status).toBe(202);
    house.signIn(accountId);
    house.wait(12 * hour);
    expect((await send(token)).status).toBe(202);
    expect(sessionsLeft()).toBe(1);
  });

  test('one that does not say when it was made is remembered for a year (AGENCY-12)', async () => {
    const token = await suspect(certified, { iat: undefined });
    expect((await send(token)).status).toBe(202);
    house.wait(364 * 24 * hour);
    sweepExpired(house.bff);
    house.signIn(accountId);
    expect((await send(token)).status).toBe(202);
    expect(sessionsLeft()).toBe(1);
  });

  test.each<[string, () => TestAgency, () => Record<string, unknown>]>([
    [
      'of eight days ago, of a client of Login.gov',
      () => certified,
      () => ({ iat: seconds() - 8 * dayS }),
    ],
    ['of tomorrow, of a client of Login.gov', () => certified, () => ({ iat: seconds() + dayS })],
    [
      'with words for an instant, of a client of Login.gov',
      () => certified,
      () => ({ iat: 'today' }),
    ],
    ['without a number, of a client of Login.gov', () => certified, () => ({ jti: '' })],
    ['that does not say when it was made, of another', () => deaf, () => ({ iat: undefined })],
    ['of thirteen hours ago, of another', () => deaf, () => ({ iat: seconds() - 13 * 3_600 })],
  ])('but none %s', async (_what, agency, more) => {
    const answer = await send(await suspect(agency(), more()));
    expect(answer).toMatchObject({ status: 400, value: { err: 'invalid_request' } });
  });

  test('what was refused, because it was too much for a day, is taken on another', async () => {
    for (let times = 0; times < 3; times += 1) await send(await suspect(certified));
    const token = await suspect(certified);
    expect((await send(token)).status).toBe(400);
    house.wait(25 * hour);
    house.signIn(accountId);
    expect((await send(token)).status).toBe(202);
    expect(sessionsLeft()).toBe(0);
  });

  test('as a plain JWT too, which the clients of Login.gov send', async () => {
    expect((await send(await suspect(deaf), 'application/jwt')).status).toBe(202);
  });

  test.each([
    ['a key', () => certified, undefined],
    ['a key that it calls its own way', () => certified, 'whatever the library made up'],
    ['one of two keys', () => several, undefined],
    ['one of two keys that it calls its own way', () => several, 'whatever the library made up'],
  ])('a client of Login.gov by %s, whatever its name (AGENCY-31)', async (_key, agency, kid) => {
    const token = await suspect({ ...agency(), kid: kid as string });
    expect((await send(token)).status).toBe(202);
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await suspect({ ...agency(), kid: kid as string, privateKey });
    expect(await send(forged)).toMatchObject({ status: 400, value: { err: 'invalid_key' } });
    const elsewhere = await suspect(
      { ...agency(), kid: kid as string },
      { aud: 'https://elsewhere.example.test' },
    );
    expect(await send(elsewhere)).toMatchObject({ value: { err: 'invalid_audience' } });
  });

  test('by the identifier that it has now, after its sector changed (AGENCY-6)', async () => {
    const moved = { ...deaf, sector: 'another' };
    house.bff.db.transaction((tx) => rememberSubject(house.bff, tx, moved, accountId));
    const subject = (agency: TestAgency) => ({
      subject_type: 'iss-sub',
      iss: house.issuer,
      sub: subjectAt(house.bff, agency, accountId),
    });
    const registered = house.bff.registry.agencies.find(
      ({ clientId }) => clientId === deaf.clientId,
    );
    Object.assign(registered ?? {}, { sector: moved.sector });
    const answer = await send(
      await suspect(deaf, { events: { [fraud]: { subject: subject(moved) } } }),
    );
    Object.assign(registered ?? {}, { sector: deaf.sector });
    expect(answer.status).toBe(202);
  });

  test('not an agency whose agreement is over (AGENCY-42)', async () => {
    agreedUntil(house.bff.registry, pushed, '2026-01-02');
    expect(await send(await suspect(pushed))).toMatchObject({
      status: 400,
      value: { err: 'access_denied' },
    });
    expect(house.recorded('signal.received').some((one) => one.accountId === accountId)).toBe(
      false,
    );
    agreedUntil(house.bff.registry, pushed, '2030-12-31');
    expect((await send(await suspect(pushed))).status).toBe(202);
  });

  test('a token that comes twice is answered alike and acted upon once', async () => {
    const token = await suspect(deaf);
    expect((await send(token)).status).toBe(202);
    house.signIn(accountId);
    expect((await send(token)).status).toBe(202);
    expect(sessionsLeft()).toBe(1);
  });

  test('an agency cannot shut a person out all day long', async () => {
    for (let times = 0; times < 3; times += 1)
      expect((await send(await suspect(deaf))).status).toBe(202);
    house.signIn(accountId);
    expect(await send(await suspect(deaf))).toMatchObject({
      status: 400,
      value: { err: 'access_denied' },
    });
    expect(sessionsLeft()).toBe(1);
  });

  // prettier-ignore
  const lies: [string, string, () => Promise<string>][] = [
    ['no token',                            'invalid_issuer',   async () => 'not.a.token'],
    ['a client that is not ours',           'invalid_issuer',   () => suspect(deaf, { iss: 'urn:test:nobody' })],
    ['another agency\'s name',              'invalid_key',      () => suspect(deaf, { iss: 'urn:test:pushed' })],
    ['a key that is not the agency\'s',     'invalid_key',      async () => suspect({ ...deaf, privateKey: (await generateKeyPair('ES256')).privateKey })],
    ['another audience',                    'invalid_audience', () => suspect(deaf, { aud: 'https://elsewhere.example.test' })],
    ['a client assertion',                  'invalid_request',  () => suspect(deaf, {}, 'JWT')],
    ['a token of the day before yesterday', 'invalid_request',  () => suspect(deaf, { iat: Math.floor(house.bff.now() / 1_000) - 2 * 86_400 })],
    ['no name of its own',                  'invalid_request',  () => suspect(deaf, { jti: undefined })],
    ['no event',                            'invalid_request',  () => suspect(deaf, { events: {} })],
    ['an event that is not known',          'invalid_request',  () => suspect(deaf, { events: { 'https://example.test/sneeze': {} } })],
    ['an event by a name of every object',  'invalid_request',  () => suspect(deaf, { events: { toString: { subject: subjectOf(deaf) } } })],
    ['two events at once',                  'invalid_request',  () => suspect(deaf, { events: Object.fromEntries(Object.keys(takenFromAgencies).map((uri) => [uri, { subject: subjectOf(deaf) }])) })],
    ['no subject',                          'invalid_request',  () => suspect(deaf, { events: { [fraud]: {} } })],
    ['a subject of another issuer',         'invalid_request',  () => suspect(deaf, { events: { [fraud]: { subject: { subject_type: 'iss-sub', iss: 'https://elsewhere.example.test', sub: subjectAt(house.bff, deaf, accountId) } } } })],
    ['another agency\'s identifier',        'invalid_request',  () => suspect(deaf, { events: { [fraud]: { subject: { subject_type: 'iss-sub', iss: house.issuer, sub: subjectAt(house.bff, pushed, accountId) } } } })],
    ['somebody it never met',               'invalid_request',  () => suspect(older)],
  ];
  test.each(lies)(
    '%s is refused, with the error that RFC 8935 names for it',
    async (_what, err, token) => {
      house.signIn(accountId);
      expect(await send(await token())).toMatchObject({ status: 400, value: { err } });
      expect([sessionsLeft(), changeDue()]).toEqual([1, false]);
    },
  );

  test.each([
    [signalPaths.receive, 400],
    [signalPaths.poll, 401],
    [signalPaths.verify, 401],
    [signalPaths.log, 401],
  ])(
    'whoever sends too many to %s waits, and nobody else behind the same proxy',
    async (path, unsigned) => {
      const [loud, calm] = ['203.0.113.9', '203.0.113.10'] as const;
      const counting = {
        key: house.bff.keys.secret('limitSubjects'),
        now: house.bff.now(),
      };
      house.bff.db.transaction((db) => {
        for (let times = 1; times < limitTable['signal-source'].most; times += 1)
          useOne({ ...counting, db }, 'signal-source', loud);
      });
      const from = async (source: string) =>
        (await send('not.a.token', undefined, { 'x-forwarded-for': source }, path)).status;
      expect([await from(loud), await from(loud), await from(calm)]).toEqual([
        unsigned,
        429,
        unsigned,
      ]);
    },
  );

  test('a body of another type, or too large, is refused', async () => {
    expect((await send(await suspect(deaf), 'text/plain')).status).toBe(400);
    expect((await send('x'.repeat(70_000))).status).toBe(400);
  });
});
