import { expect, test } from 'vitest';
import { opaqueIdentifiers, opaqueSuite } from './opaque.ts';

test('the stretching is compiled in and not less than RFC 9106’s second recommended option (VAULT-5)', () => {
  const { memory, iterations, parallelism } = opaqueSuite.keyStretching['argon2id-custom'];
  expect(memory).toBeGreaterThanOrEqual(65_536);
  expect(iterations).toBeGreaterThanOrEqual(3);
  expect(parallelism).toBe(4);
});

test('a record for one installation or account serves no other (AUTH-1)', () => {
  const here = 'https://signet.example.test';
  const there = 'https://other.example.test';
  expect(opaqueIdentifiers(here, 'sub_1')).toEqual({
    client: 'sub_1',
    server: `${here}#signet-opaque-1`,
  });
  expect(opaqueIdentifiers(here, 'sub_1').server).not.toBe(
    opaqueIdentifiers(there, 'sub_1').server,
  );
});
