import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sweepExpired } from '../db/sweep-expired.ts';
import { openRow, sealRow, type Place } from '../keys/seal-row.ts';
import { testAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { fetchRegisteredKeys } from './registered-keys.ts';
import { publishedKeys } from './schema.ts';

// AGENCY-47: what an agency's address said last stands in the database. This is what whoever writes there makes of it.

const minute = 60_000;
const hour = 60 * minute;
const at = new Map<string, readonly object[]>();
let isThere = true;
const server = createServer((request, response) => {
  response.writeHead(isThere ? 200 : 503).end(JSON.stringify({ keys: at.get(request.url ?? '') }));
});
let house: House;
let addresses: { readonly one: string; readonly other: string };
let key: JWK;
let secretHalf: JWK;
let theirs: JWK;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  addresses = { one: `${home}/one`, other: `${home}/other` };
  const pair = await generateKeyPair('ES256', { extractable: true });
  key = { ...(await exportJWK(pair.publicKey)), kid: 'key' };
  secretHalf = await exportJWK(pair.privateKey);
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  theirs = { ...(await exportJWK(publicKey)), kid: 'theirs' };
  // Two clients of an agency, with the same key at two addresses.
  const made = Object.entries(addresses).map(async ([name, jwksUri]) => {
    const { jwks: _written, ...agency } = await testAgency(name, { claims: ['email'] });
    return { ...agency, jwksUri, jwksThumbprints: [await calculateJwkThumbprint(key)] };
  });
  house = await openHouse(await Promise.all(made));
});
afterAll(async () => {
  await house.close();
  server.close();
});
beforeEach(async () => {
  at.set('/one', [key]);
  at.set('/other', [key]);
  expect(await known(addresses.one)).toEqual(['key']);
});
afterEach(() => {
  isThere = true;
});

/** By name, or what stands in the way. */
async function known(address: string): Promise<readonly unknown[] | string> {
  try {
    const answer = await fetchRegisteredKeys(house.bff, address, {}, () => true);
    return ((await answer.json()) as { readonly keys: readonly JWK[] }).keys.map(({ kid }) => kid);
  } catch {
    return 'no answer';
  }
}

type Row = typeof publishedKeys.$inferSelect;

const placeOf = (address: string): Place => `published_keys/answer/${address}`;
const ours = () => house.bff.keys.secret('storageSealing');
const rowOf = (address: string) => {
  const [row] = house.bff.db
    .select()
    .from(publishedKeys)
    .where(eq(publishedKeys.address, address))
    .all();
  return row as Row;
};
const write = (address: string, change: Partial<Row>) =>
  house.bff.db.update(publishedKeys).set(change).where(eq(publishedKeys.address, address)).run();

test('kept are the public members of keys that the registry names, and the time', async () => {
  at.set('/one', [{ ...key, ...secretHalf, note: 'a note' }, theirs]);
  await known(addresses.one);
  const { answerSealed } = rowOf(addresses.one);
  expect(openRow(ours(), placeOf(addresses.one), answerSealed)).toEqual({
    at: expect.any(Number),
    keys: [{ kty: 'EC', crv: 'P-256', x: key.x, y: key.y, kid: 'key' }],
  });
});

test.each<[string, (row: Row) => Row['answerSealed']]>([
  [
    'altered',
    ({ answerSealed }) =>
      answerSealed.replace(/(?<=\.)./, (c) => (c === 'A' ? 'B' : 'A')) as Row['answerSealed'],
  ],
  [
    'sealed with another key than the bff’s',
    ({ address }) =>
      sealRow(Buffer.alloc(32, 1), placeOf(address), { at: house.bff.now(), keys: [theirs] }),
  ],
  [
    'written without any',
    () => JSON.stringify({ at: house.bff.now(), keys: [theirs] }) as Row['answerSealed'],
  ],
  ['moved from the address of another client', () => rowOf(addresses.other).answerSealed],
])('a row that was %s counts for nothing', async (_how, forge) => {
  await known(addresses.other);
  isThere = false;
  expect(await known(addresses.one)).toEqual(['key']);
  write(addresses.one, { answerSealed: forge(rowOf(addresses.one)) });
  expect(await known(addresses.one)).toBe('no answer');
  isThere = true;
  expect(await known(addresses.one)).toEqual(['key']);
});

test('an older row that is written back brings back what the address said then, until an hour after that and no longer, whatever stands beside it', async () => {
  const { answerSealed } = rowOf(addresses.one);
  house.wait(30 * minute);
  at.set('/one', []);
  expect(await known(addresses.one)).toEqual([]);
  isThere = false;
  expect(await known(addresses.one)).toEqual([]);
  write(addresses.one, { answerSealed, expiresAt: Number.MAX_SAFE_INTEGER });
  house.wait(29 * minute);
  expect(await known(addresses.one)).toEqual(['key']);
  house.wait(minute);
  expect(await known(addresses.one)).toBe('no answer');
});

test('a row that a clock wrote which was ahead counts for nothing, and is replaced when the address answers', async () => {
  const { address } = rowOf(addresses.one);
  const ahead = { at: house.bff.now() + minute, keys: [theirs] };
  write(address, { answerSealed: sealRow(ours(), placeOf(address), ahead) });
  isThere = false;
  expect(await known(address)).toBe('no answer');
  isThere = true;
  expect(await known(address)).toEqual(['key']);
});

test('an answer that comes late does not replace what was said after it', async () => {
  const { address } = rowOf(addresses.one);
  const later = { at: house.bff.now() - 1, keys: [] };
  write(address, { answerSealed: sealRow(ours(), placeOf(address), later) });
  const clock = [later.at - minute];
  const asked = { ...house.bff, now: () => clock.shift() ?? house.bff.now() };
  const answer = await fetchRegisteredKeys(asked, address, {}, () => true);
  expect(await answer.json()).toEqual({ keys: [] });
  isThere = false;
  expect(await known(address)).toEqual([]);
});

test('an hour after the last answer nothing of it is left', () => {
  sweepExpired(house.bff);
  expect(rowOf(addresses.one)).toBeDefined();
  house.wait(hour);
  sweepExpired(house.bff);
  expect(house.bff.db.select().from(publishedKeys).all()).toEqual([]);
});
