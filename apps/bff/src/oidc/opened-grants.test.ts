import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { sealRow, type Place } from '../keys/seal-row.ts';
import type { SealedText } from '../keys/seal-text.ts';
import { createOpenedGrants } from './opened-grants.ts';

const secret = randomBytes(32);
const here: Place = 'oidc_rows/Grant/here';
let at = 0;
const now = () => at;
const grant = { openid: { claims: ['email'] } };

test('a grant that was opened before is what it was, whatever became of what was given out', () => {
  const open = createOpenedGrants({ now });
  const sealed = sealRow(secret, here, grant);
  const first = open(secret, here, sealed) as typeof grant;
  first.openid.claims.push('social_security_number');
  expect(open(secret, here, sealed)).toEqual(grant);
});

test('a grant that was written anew is opened anew', () => {
  const open = createOpenedGrants({ now });
  open(secret, here, sealRow(secret, here, grant));
  expect(open(secret, here, sealRow(secret, here, { openid: {} }))).toEqual({ openid: {} });
});

test('what was opened counts for nothing at another place, and an altered one for nothing at its own', () => {
  const open = createOpenedGrants({ now });
  const sealed = sealRow(secret, here, grant);
  open(secret, here, sealed);
  expect(() => open(secret, 'oidc_rows/Grant/elsewhere', sealed)).toThrow();
  const altered = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}` as typeof sealed;
  expect(() => open(secret, here, altered)).toThrow();
  expect(open(secret, here, sealed)).toEqual(grant);
});

// What is kept needs no secret to be read again; what went does.
const isKept = (open: ReturnType<typeof createOpenedGrants>, place: Place, sealed: SealedText) => {
  try {
    return open(randomBytes(32), place, sealed) !== undefined;
  } catch {
    return false;
  }
};

const rowsAt = (...names: readonly string[]) =>
  names
    .map((name): Place => `oidc_rows/Grant/${name}`)
    .map((place) => [place, sealRow(secret, place, grant)] as const);

test('only so many are kept, and the oldest goes first; one that is written anew takes no other’s room', () => {
  const open = createOpenedGrants({ now }, 2);
  const rows = rowsAt('a', 'b', 'c', 'c');
  for (const [place, sealed] of rows) open(secret, place, sealed);
  expect(rows.map(([place, sealed]) => isKept(open, place, sealed))).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test('none is kept for longer than a minute, however often it was asked for', () => {
  const open = createOpenedGrants({ now });
  const [first, second] = rowsAt('a', 'b') as [Row, Row];
  open(secret, ...first);
  at += 59_000;
  open(secret, ...second);
  expect(isKept(open, ...first)).toBe(true);
  at += 1_000;
  expect([isKept(open, ...first), isKept(open, ...second)]).toEqual([false, true]);
});
type Row = ReturnType<typeof rowsAt>[number];
