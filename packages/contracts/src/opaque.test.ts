import { expect, test } from 'vitest';
import { opaqueIdentifiers } from './opaque.ts';

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
