import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sealRow, type Place } from '../keys/seal-row.ts';
import { createOpenedRows } from './opened-rows.ts';

const secret = randomBytes(32);
const here: Place = 'oidc_rows/Grant/here';
const grant = { openid: { claims: ['email'] } };
const limits = { most: 10, ms: 60_000 };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** What is kept needs no secret to be read again. */
function isKept(rows: ReturnType<typeof createOpenedRows>, place: Place, sealed: never): boolean {
  try {
    return rows.open(randomBytes(32), place, sealed) !== undefined;
  } catch {
    return false;
  }
}
const sealedAt = (place: Place) => sealRow(secret, place, grant) as never;

test('a row that was opened before is what it was, whatever became of what was given out', () => {
  const { open } = createOpenedRows(limits);
  const sealed = sealedAt(here);
  const first = open(secret, here, sealed) as typeof grant;
  first.openid.claims.push('social_security_number');
  expect(open(secret, here, sealed)).toEqual(grant);
});

test('a row that was written anew is opened anew', () => {
  const { open } = createOpenedRows(limits);
  open(secret, here, sealedAt(here));
  expect(open(secret, here, sealRow(secret, here, { openid: {} }))).toEqual({ openid: {} });
});

test('what was opened counts for nothing at another place, and an altered one for nothing at its own', () => {
  const { open } = createOpenedRows(limits);
  const sealed = sealRow(secret, here, grant);
  open(secret, here, sealed);
  expect(() => open(secret, 'oidc_rows/Grant/elsewhere', sealed)).toThrow();
  const altered = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}` as typeof sealed;
  expect(() => open(secret, here, altered)).toThrow();
  expect(open(secret, here, sealed)).toEqual(grant);
});

test('only so many are kept, and the oldest goes first', () => {
  const rows = createOpenedRows({ most: 2, ms: 60_000 });
  const places = ['a', 'b', 'c'].map((name): Place => `oidc_rows/Grant/${name}`);
  const sealed = places.map((place) => [place, sealedAt(place)] as const);
  for (const [place, text] of sealed) rows.open(secret, place, text);
  expect(sealed.map(([place, text]) => isKept(rows, place, text))).toEqual([false, true, true]);
});

test('each is kept for its time and no longer, also where nobody asks for anything', () => {
  const rows = createOpenedRows({ most: 10, ms: 10_000 });
  const [first, second]: Place[] = ['oidc_rows/AccessToken/a', 'oidc_rows/AccessToken/b'];
  const [one, other] = [sealedAt(first as Place), sealedAt(second as Place)];
  rows.keep(first as Place, one, JSON.stringify(grant));
  vi.advanceTimersByTime(6_000);
  rows.open(secret, second as Place, other);
  const both = () => [isKept(rows, first as Place, one), isKept(rows, second as Place, other)];
  expect(both()).toEqual([true, true]);
  vi.advanceTimersByTime(4_000);
  expect(both()).toEqual([false, true]);
  vi.advanceTimersByTime(6_000);
  expect(both()).toEqual([false, false]);
  expect(vi.getTimerCount()).toBe(0);
});
