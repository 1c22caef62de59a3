import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fetchRegisteredKeys } from '../agencies/registered-keys.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';

// AGENCY-47: an agency that publishes its keys is known by those alone that its registration names.

type Key = NonNullable<TestAgency['jwks']>['keys'][number];

/** What the agency's own web server answers, at each of its addresses. */
const published = new Map<string, readonly Key[]>();
let is: 'up' | 'failing' | 'gone' | 'cut off' | 'endless' = 'up';
const statuses = { up: 200, failing: 503, gone: 404 } as const;
/** How much of an answer without end was taken, in bytes. */
let taken = 0;
const mib = 1_024 * 1_024;
const server = createServer((request, response) => {
  if (is === 'cut off') return void request.socket.destroy();
  if (is === 'endless') {
    response.on('close', () => (taken += request.socket.bytesWritten));
    return void Readable.from(endless()).pipe(response);
  }
  response
    .setHeader('content-type', 'application/json')
    .setHeader('cache-control', 'public, max-age=86400')
    .setHeader('expires', new Date(Date.now() + 86_400_000).toUTCString())
    .writeHead(statuses[is])
    .end(JSON.stringify({ keys: published.get(request.url ?? '') ?? [] }));
});
/** Stops after what no reader of keys should have waited for. */
function* endless() {
  for (let written = 0; written < 256; written++) yield Buffer.alloc(mib, ' ');
}
let house: House;
let agencies: Record<
  | 'one'
  | 'two'
  | 'three'
  | 'shared'
  | 'sharing'
  | 'taken'
  | 'endless'
  | 'failing'
  | 'cutOff'
  | 'gone'
  | 'stolen'
  | 'restarted'
  | 'over'
  | 'watched',
  TestAgency
>;
let stranger: { readonly privateKey: CryptoKey; readonly key: Key };

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const make = async (name: string, path = `/${name}`) => {
    const agency = await testAgency(name, { claims: ['email'], entry: { signals: poll } });
    const [key] = agency.jwks?.keys ?? [];
    const { jwks: _written, ...rest } = agency;
    return {
      agency,
      registered: {
        ...rest,
        jwksUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
        jwksThumbprints: [await calculateJwkThumbprint(key as never)],
      },
    };
  };
  const made = {
    one: await make('one'),
    two: await make('two'),
    three: await make('three'),
    shared: await make('shared', '/of-two'),
    sharing: await make('sharing', '/of-two'),
    taken: await make('taken'),
    endless: await make('endless'),
    failing: await make('failing'),
    cutOff: await make('cut-off'),
    gone: await make('gone'),
    stolen: await make('stolen'),
    restarted: await make('restarted'),
    over: await make('over'),
    watched: await make('watched'),
  };
  house = await openHouse(Object.values(made).map(({ registered }) => registered));
  agencies = {
    one: made.one.agency,
    two: made.two.agency,
    three: made.three.agency,
    shared: made.shared.agency,
    sharing: made.sharing.agency,
    taken: made.taken.agency,
    endless: made.endless.agency,
    failing: made.failing.agency,
    cutOff: made.cutOff.agency,
    gone: made.gone.agency,
    stolen: made.stolen.agency,
    restarted: made.restarted.agency,
    over: made.over.agency,
    watched: made.watched.agency,
  };
  const pair = await generateKeyPair('ES256', { extractable: true });
  stranger = {
    privateKey: pair.privateKey,
    key: { ...(await exportJWK(pair.publicKey)), kty: 'EC', kid: 'new', alg: 'ES256' },
  };
});
afterAll(async () => {
  await house.close();
  server.close();
});
beforeEach(() => published.clear());
afterEach(() => {
  is = 'up';
  vi.useRealTimers();
});

const later = (seconds: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });
const aMinuteLater = () => later(61);

const addressOf = ({ clientId }: TestAgency) =>
  house.bff.registry.agencies.find((one) => one.clientId === clientId)?.jwksUri ?? '';
const poll = { delivery: 'poll' } as const;
const own = ({ jwks }: TestAgency): Key => (jwks?.keys ?? [])[0] as Key;

/** Whether a request is taken that the agency signed, by the provider and where signals are fetched. */
async function isKnown(agency: TestAgency, kid = agency.kid, signer = agency.privateKey) {
  const raw = createRawAgency(house, agency);
  const pushed = await raw.push({ client_assertion: await raw.assertion({}, { kid }, signer) });
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(agency.clientId)
    .setSubject(agency.clientId)
    .setAudience(`${house.issuer}/api/risc/poll`)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(signer);
  const polled = await fetch(`${house.issuer}/api/risc/poll`, {
    method: 'POST',
    headers: { authorization: `Bearer ${assertion}`, 'content-type': 'application/json' },
    body: '{}',
  });
  return { provider: pushed.status === 201, signals: polled.status === 200 };
}
const known = { provider: true, signals: true };
const unknown = { provider: false, signals: false };

test('by the key that is registered and published', async () => {
  published.set('/one', [own(agencies.one), stranger.key]);
  expect(await isKnown(agencies.one)).toEqual(known);
});

test('by none that somebody added at the address', async () => {
  published.set('/two', [own(agencies.two), stranger.key]);
  expect(await isKnown(agencies.two, stranger.key.kid, stranger.privateKey)).toEqual(unknown);
  published.set('/two', [{ ...stranger.key, kid: agencies.two.kid }]);
  expect(await isKnown(agencies.two, agencies.two.kid, stranger.privateKey)).toEqual(unknown);
});

test('by none that it publishes no more, so that an agency can take back a lost key itself', async () => {
  published.set('/three', [stranger.key]);
  expect(await isKnown(agencies.three)).toEqual(unknown);
});

test('by none that it took down a minute ago, however long it said that it may be kept', async () => {
  const { taken } = agencies;
  published.set('/taken', [own(taken)]);
  expect(await isKnown(taken)).toEqual(known);
  published.set('/taken', [stranger.key]);
  aMinuteLater();
  expect(await isKnown(taken)).toEqual(unknown);
  expect(await isKnown(taken)).toEqual(unknown);
  published.set('/taken', [own(taken)]);
  aMinuteLater();
  expect(await isKnown(taken)).toEqual(known);
});

test.each([
  ['failing', 'failing'],
  ['cut off', 'cutOff'],
] as const)(
  'for an hour after its address was there by what it published then, while that is %s; then by none, and again as soon as it answers',
  async (state, name) => {
    const agency = agencies[name];
    published.set(new URL(addressOf(agency)).pathname, [own(agency)]);
    expect(await isKnown(agency)).toEqual(known);
    is = state;
    // Who looks in vain does not begin the hour anew.
    for (const minutes of [2, 28, 28]) {
      later(minutes * 60);
      expect(await isKnown(agency)).toEqual(known);
    }
    later(3 * 60);
    expect(await isKnown(agency)).toEqual(unknown);
    expect(await isKnown(agency)).toEqual(unknown);
    is = 'up';
    expect(await isKnown(agency)).toEqual(known);
  },
);

test('by what it published before, while its address sends more than any keys are: we hang up before it fills our memory, or keeps us busy with one key under thousands of names', async () => {
  const { endless: agency } = agencies;
  published.set('/endless', [own(agency)]);
  expect(await isKnown(agency)).toEqual(known);
  aMinuteLater();
  is = 'endless';
  expect(await isKnown(agency)).toEqual(known);
  await vi.waitFor(() => expect(taken).toBeGreaterThan(0));
  expect(taken).toBeLessThan(64 * mib);

  is = 'up';
  aMinuteLater();
  const names = Array.from({ length: 2_000 }, (_, at) => `name-${at}`);
  published.set(
    '/endless',
    names.map((kid) => ({ ...own(agency), kid })),
  );
  expect(await isKnown(agency, 'name-0')).toMatchObject({ provider: false });
});

test('by none where its address answers that there is nothing', async () => {
  const { gone } = agencies;
  published.set('/gone', [own(gone)]);
  expect(await isKnown(gone)).toEqual(known);
  is = 'gone';
  aMinuteLater();
  expect(await isKnown(gone)).toEqual(unknown);
  // Which was an answer: silence after it forgives nothing.
  is = 'cut off';
  aMinuteLater();
  expect(await isKnown(gone)).toEqual(unknown);
});

test('by one that was stolen and taken down, as long as the thief keeps us from looking, for what is left of that hour; once we saw it gone, never again', async () => {
  const { stolen } = agencies;
  published.set('/stolen', [own(stolen)]);
  expect(await isKnown(stolen)).toEqual(known);
  published.set('/stolen', [stranger.key]);
  is = 'cut off';
  aMinuteLater();
  expect(await isKnown(stolen)).toEqual(known);
  is = 'up';
  aMinuteLater();
  expect(await isKnown(stolen)).toEqual(unknown);
  is = 'cut off';
  aMinuteLater();
  expect(await isKnown(stolen)).toEqual(unknown);
});

test('by none that a newly signed registry no longer names, whatever its address was or is', async () => {
  published.set('/one', [own(agencies.one)]);
  const keys = async (counts: boolean) => {
    const answer = await fetchRegisteredKeys(house.bff, addressOf(agencies.one), {}, () => counts);
    return ((await answer.json()) as { keys: unknown[] }).keys.length;
  };
  expect(await keys(true)).toBe(1);
  is = 'cut off';
  expect(await keys(true)).toBe(1);
  expect(await keys(false)).toBe(0);
});

test('by the same of them after a restart while its address is silent, and not for longer', async () => {
  const { restarted } = agencies;
  published.set('/restarted', [own(restarted)]);
  expect(await isKnown(restarted)).toEqual(known);
  is = 'cut off';
  later(30 * 60);
  house.restart();
  expect(await isKnown(restarted)).toEqual(known);
  later(29 * 60);
  house.restart();
  expect(await isKnown(restarted)).toEqual(known);
  later(2 * 60);
  expect(await isKnown(restarted)).toEqual(unknown);
  house.restart();
  expect(await isKnown(restarted)).toEqual(unknown);
});

test('by none that was seen to be gone, whichever of our processes saw it', async () => {
  const { watched } = agencies;
  published.set('/watched', [own(watched)]);
  expect(await isKnown(watched)).toEqual(known);
  published.set('/watched', []);
  const other = house.reopened();
  await fetchRegisteredKeys({ ...house.bff, db: other.db }, addressOf(watched), {}, () => true);
  other.close();
  is = 'cut off';
  aMinuteLater();
  expect(await isKnown(watched)).toEqual(unknown);
});

test('where two share an address, by none that only the other registered', async () => {
  published.set('/of-two', [own(agencies.shared), own(agencies.sharing)]);
  const { kid, privateKey } = agencies.sharing;
  expect(await isKnown(agencies.shared, kid, privateKey)).toEqual(unknown);
});
