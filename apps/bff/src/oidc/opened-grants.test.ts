import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { sealRow, type Place } from '../keys/seal-row.ts';
import { createOpenedGrants } from './opened-grants.ts';

const secret = randomBytes(32);
const here: Place = 'oidc_rows/Grant/here';
const grant = { openid: { claims: ['email'] } };

test('a grant that was opened before is what it was, whatever became of what was given out', () => {
  const open = createOpenedGrants();
  const sealed = sealRow(secret, here, grant);
  const first = open(secret, here, sealed) as typeof grant;
  first.openid.claims.push('social_security_number');
  expect(open(secret, here, sealed)).toEqual(grant);
});

test('a grant that was written anew is opened anew', () => {
  const open = createOpenedGrants();
  open(secret, here, sealRow(secret, here, grant));
  expect(open(secret, here, sealRow(secret, here, { openid: {} }))).toEqual({ openid: {} });
});

test('what was opened counts for nothing at another place, and an altered one for nothing at its own', () => {
  const open = createOpenedGrants();
  const sealed = sealRow(secret, here, grant);
  open(secret, here, sealed);
  expect(() => open(secret, 'oidc_rows/Grant/elsewhere', sealed)).toThrow();
  const altered = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}` as typeof sealed;
  expect(() => open(secret, here, altered)).toThrow();
  expect(open(secret, here, sealed)).toEqual(grant);
});

test('only so many are kept, and the oldest goes first', () => {
  const open = createOpenedGrants(2);
  const places = ['a', 'b', 'c'].map((name): Place => `oidc_rows/Grant/${name}`);
  const rows = places.map((place) => [place, sealRow(secret, place, grant)] as const);
  for (const [place, sealed] of rows) open(secret, place, sealed);
  const noSecret = randomBytes(32);
  // What is kept needs no secret to be read again; what went does.
  const isKept = rows.map(([place, sealed]) => {
    try {
      return open(noSecret, place, sealed) !== undefined;
    } catch {
      return false;
    }
  });
  expect(isKept).toEqual([false, true, true]);
});
