import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import { desc, eq } from 'drizzle-orm';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { bearerAssertion } from '../testing/bearer-assertion.ts';
import { openHouse, type House } from '../testing/house.ts';
import { pollRequest, pollSignals } from './poll-signals.ts';
import { queueSignal } from './queue-signal.ts';
import { signals } from './schema.ts';
import { sendSignals, startSignalling } from './send-signals.ts';
import { signalPaths } from './signal-paths.ts';

const hour = 3_600_000;
const servers: Server[] = [];
let taken: string[];
let unanswered: number;
let status: number;
let cannotTake: readonly (string | undefined)[];
/** What stands in an answer that is an error. */
let says: string;
let asked = 0;
let house: House;
let prompt: TestAgency;
let mute: TestAgency;
let older: TestAgency;

/** An agency that listens, and what it does with what comes. */
async function listening(name: string, listener: RequestListener): Promise<TestAgency> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
  const agency = await testAgency(name, { claims: ['given_name'], algorithm: 'RS256' });
  return { ...agency, signals: { delivery: 'push', endpoint } };
}

beforeAll(async () => {
  const takes: RequestListener = (request, response) => {
    void text(request).then((token) => {
      asked += 1;
      const answer = cannotTake.includes(decodeJwt(token).jti) ? 500 : status;
      if (answer === 202) taken.push(token);
      response.writeHead(answer).end(answer === 202 ? '' : says);
    });
  };
  prompt = await listening('prompt', takes);
  older = { ...(await listening('older', takes)), profile: 'login.gov' };
  mute = await listening('mute', () => {
    unanswered += 1;
  });
  house = await openHouse([prompt, mute, older]);
});
beforeEach(() => {
  house.bff.db.delete(signals).run();
  [taken, unanswered, status, cannotTake, says, asked] = [[], 0, 202, [], '', 0];
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await house.close();
});

const happensFor = (
  agency: TestAgency,
  subject = 'somebody',
  name: 'account-purged' | 'account-disabled' | 'account-enabled' = 'account-purged',
) => house.bff.db.transaction((tx) => queueSignal(house.bff, tx, agency, { name, subject }));

const told = () =>
  taken.map((token) =>
    Object.keys(decodeJwt(token)['events'] as object)[0]
      ?.split('/')
      .at(-1),
  );

async function rounds(...seconds: readonly number[]): Promise<void> {
  for (const each of seconds) {
    house.wait(each * 1_000);
    await sendSignals(house.bff);
  }
}

test('an agency that never answers keeps no other waiting, and is not asked again for each that waits (AGENCY-11)', async () => {
  // More than are sent at a time, and all of them earlier.
  for (let each = 0; each < 25; each += 1) happensFor(mute);
  house.wait(1);
  happensFor(prompt);
  const round = sendSignals(house.bff);
  await vi.waitFor(() => expect(taken).toHaveLength(1), { timeout: 3_000 });
  await round;
  expect(unanswered).toBe(1);
  await sendSignals(house.bff);
  expect(unanswered).toBe(1);
  house.wait(31_000);
  await sendSignals(house.bff);
  expect(unanswered).toBe(2);
}, 20_000);

test('nor does it keep waiting what comes while it is asked, and it is asked once meanwhile (AGENCY-11)', async () => {
  happensFor(mute);
  const signalling = startSignalling(house.bff);
  try {
    await vi.waitFor(() => expect(unanswered).toBe(1), { timeout: 4_000 });
    happensFor(prompt);
    await vi.waitFor(() => expect(taken).toHaveLength(1), { timeout: 4_000 });
    expect(unanswered).toBe(1);
  } finally {
    signalling.stop();
  }
}, 20_000);

test('one that an agency cannot take is in the way of what comes after it for minutes, and not until it is given up (AGENCY-11)', async () => {
  happensFor(prompt);
  house.wait(1);
  happensFor(prompt, 'somebody else');
  const [first] = house.bff.db.select().from(signals).orderBy(signals.createdAt).all();
  cannotTake = [first?.jti];
  // As after an outage, in which the order of what is told counts: what comes after it waits.
  for (const seconds of [0, 31, 121]) {
    house.wait(seconds * 1_000);
    await sendSignals(house.bff);
    expect(taken).toEqual([]);
  }
  house.wait(601_000);
  await sendSignals(house.bff);
  await sendSignals(house.bff);
  expect(taken).toHaveLength(1);
  expect(house.bff.db.select().from(signals).all()).toMatchObject([{ jti: first?.jti }]);
});

test('several people’s that an agency cannot take keep everybody else waiting once, and not each as long (AGENCY-11)', async () => {
  for (const subject of ['one', 'two', 'three', 'four']) {
    happensFor(prompt, subject);
    house.wait(1);
  }
  const queued = house.bff.db.select().from(signals).orderBy(signals.createdAt).all();
  cannotTake = queued.slice(0, 3).map(({ jti }) => jti);
  await rounds(0, 31, 121, 601, 2);
  expect([asked, taken.length]).toEqual([5, 0]);
  // Half a minute for each of the others; a listener that is down is asked no more often than that.
  await rounds(2, 31, 2, 31, 2);
  expect([asked, taken.length]).toEqual([9, 1]);
});

test.each([
  ['that came once it was over', false, [31, 2]],
  ['that waited as well', true, [601, 2]],
])(
  'after an outage what happened to somebody is told before what revoked it, %s (AGENCY-11)',
  async (_what, waited, then) => {
    status = 503;
    happensFor(prompt, 'somebody', 'account-disabled');
    if (waited) happensLater();
    // Tried so often that it would be tried again in an hour.
    await rounds(0, 31, 121, 601);
    if (waited) await rounds(2, 31, 121);
    else happensLater();
    status = 202;
    await rounds(...then);
    expect(told()).toEqual(['account-disabled', 'account-enabled']);

    function happensLater() {
      house.wait(1);
      happensFor(prompt, 'somebody', 'account-enabled');
    }
  },
);

test('where it is what an agency cannot take, it is in the way of what revoked it for minutes, and is not told after it (AGENCY-11)', async () => {
  happensFor(prompt, 'somebody', 'account-disabled');
  cannotTake = [house.bff.db.select().from(signals).get()?.jti];
  await rounds(0, 31, 121, 601);
  happensFor(prompt, 'somebody', 'account-enabled');
  await rounds(0, 31, 121);
  expect(taken).toEqual([]);
  await rounds(601);
  cannotTake = [];
  await rounds(3_601);
  expect(told()).toEqual(['account-enabled']);
});

test.each([
  ['an outage that ends', 202, ['account-disabled', 'account-enabled']],
  ['an outage that goes on', 503, []],
])(
  'one that an agency cannot take and %s leave the rest about somebody in order (AGENCY-11)',
  async (_what, then, rest) => {
    status = 503;
    happensFor(prompt, 'somebody');
    cannotTake = [house.bff.db.select().from(signals).get()?.jti];
    await rounds(0, 31, 121, 601);
    happensFor(prompt, 'somebody', 'account-disabled');
    // Tried so often that it would be tried again in an hour, and what revokes it sooner.
    await rounds(0, 31, 121, 601);
    happensFor(prompt, 'somebody', 'account-enabled');
    await rounds(0, 31, 121);
    expect(taken).toEqual([]);
    status = then;
    await rounds(601);
    expect(told()).toEqual(rest);
    // However long it takes, and whatever it takes later: what nothing went past is told, and nothing after what came later.
    [status, cannotTake] = [202, []];
    await rounds(3_601, 3_601);
    const all = ['account-purged', 'account-disabled', 'account-enabled'];
    expect(told()).toEqual(rest.length === 0 ? all : rest);
  },
);

test('an outage is asked about a few of those that wait about somebody, not about all (AGENCY-11)', async () => {
  for (let each = 0; each < 9; each += 1) {
    happensFor(prompt);
    house.wait(1);
  }
  const { db, now } = house.bff;
  db.update(signals)
    .set({ tries: 9, nextTryAt: now() + hour })
    .run();
  const last = db.select().from(signals).orderBy(desc(signals.createdAt)).get();
  db.update(signals)
    .set({ nextTryAt: now() })
    .where(eq(signals.jti, last?.jti ?? ''))
    .run();
  [status, asked] = [503, 0];
  await rounds(0, 2);
  expect(asked).toBe(5);
});

test('however many wait about somebody of which an agency takes none, they keep nobody else waiting for long, nor are they pushed one by one (AGENCY-11)', async () => {
  const { db, now } = house.bff;
  for (let each = 0; each < 40; each += 1) happensFor(prompt);
  // Tried so often that each would be tried again in an hour.
  db.update(signals).set({ tries: 9, nextTryAt: now() }).run();
  const waiting = db.select().from(signals).orderBy(signals.createdAt, signals.jti).all();
  cannotTake = waiting.map(({ jti }) => jti);
  house.wait(1);
  happensFor(prompt, 'somebody else');
  await rounds(...Array.from({ length: 8 }, () => 2));
  expect(taken).toHaveLength(1);
  asked = 0;
  await rounds(...Array.from({ length: 40 }, () => 2));
  expect(asked).toBe(0);
  // Once it takes them they are told, in order.
  cannotTake = [];
  await rounds(3_601, 2, 2, 2);
  expect(taken.slice(1).map((token) => decodeJwt(token).jti)).toEqual(
    waiting.map(({ jti }) => jti),
  );
});

test.each([
  'invalid_key',
  'invalid_issuer',
  'invalid_audience',
  'authentication_failed',
  'access_denied',
])(
  'an agency that takes none because of %s is told once it can, in order (RFC 8935 §2.4, AGENCY-11)',
  async (err) => {
    [status, says] = [400, JSON.stringify({ err, description: 'as all of them' })];
    happensFor(prompt, 'somebody', 'account-disabled');
    house.wait(1);
    happensFor(prompt, 'somebody', 'account-enabled');
    await rounds(0, 31);
    [status, says] = [202, ''];
    await rounds(121, 2);
    expect(told()).toEqual(['account-disabled', 'account-enabled']);
  },
);

test.each([
  ['wrong', '{"err":"invalid_request","description":"unknown event"}'],
  ['wrong by a word of its own', '{"err":"of_its_own"}'],
  ['wrong without a word', ''],
  ['wrong on a page', '<p>access_denied</p>'],
  ['wrong at too great length', `{"err":"access_denied","description":"${'a'.repeat(5_000)}"}`],
])(
  'as many of one person’s as an agency calls %s are in the way of nothing (RFC 8935 §2.4, AGENCY-11)',
  async (_how, body) => {
    [status, says] = [400, body];
    for (let each = 0; each < 6; each += 1) {
      happensFor(prompt, 'somebody', 'account-disabled');
      house.wait(1);
    }
    await rounds(0);
    expect(asked).toBe(6);
    [status, says] = [202, ''];
    happensFor(prompt, 'somebody', 'account-enabled');
    await rounds(2);
    expect(told()).toEqual(['account-enabled']);
    expect(house.bff.db.select().from(signals).all()).toEqual([]);
  },
);

test('what waited for days is not sent dead: its end is counted from when it is sent, pushed or fetched (AGENCY-11)', async () => {
  status = 503;
  happensFor(older);
  await sendSignals(house.bff);
  status = 202;
  house.wait(50 * hour);
  await sendSignals(house.bff);
  const fetching = { ...older, signals: { delivery: 'poll' } } as const;
  happensFor(fetching);
  house.wait(50 * hour);
  const request = v.parse(pollRequest, {});
  const { sets } = await pollSignals(house.bff, fetching, request);
  const late = [...taken, ...Object.values(sets)].map((token) => decodeJwt(token));
  expect(late.map(({ exp = 0, iat = 0 }) => Math.round((exp - iat) / 3_600))).toEqual([62, 62]);
}, 20_000);

test('what waits for an agency that fetches is pushed at once when it listens instead (AGENCY-11)', async () => {
  const { signals: listens } = prompt;
  const registered = house.bff.registry.agencies.find(
    ({ clientId }) => clientId === prompt.clientId,
  );
  Object.assign(registered ?? {}, { signals: { delivery: 'poll' } });
  happensFor(prompt);
  await sendSignals(house.bff);
  expect(taken).toEqual([]);
  Object.assign(registered ?? {}, { signals: listens });
  await sendSignals(house.bff);
  expect(taken).toHaveLength(1);
});

test('what an agency asks for itself fills nothing: sixty in an hour, and its own (AGENCY-11)', async () => {
  const ask = async (agency: TestAgency) => {
    const bearer = await bearerAssertion(house, agency, signalPaths.verify);
    const answer = await fetch(`${house.issuer}${signalPaths.verify}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: '{}',
    });
    return answer.status;
  };
  for (let asking = 0; asking < 60; asking += 1) expect(await ask(prompt)).toBe(204);
  expect(await ask(prompt)).toBe(429);
  expect(house.bff.db.select().from(signals).all()).toHaveLength(60);
  expect(await ask(older)).toBe(204);
  house.wait(hour);
  expect(await ask(prompt)).toBe(204);
});
