import { expect, test } from 'vitest';
import { testAgency } from '../testing/agencies.ts';
import { person } from '../testing/person.ts';
import { deliveredClaims } from './delivered-claims.ts';

const address = {
  ...person.address,
  postal_code: '00499-1234',
  formatted: '77 Marrowbone Terrace\nEastlumen, ZZ 00499-1234',
};

async function toldOf(profile: 'standard' | 'login.gov'): Promise<Record<string, unknown>> {
  const agency = await testAgency('older', { claims: ['address'], entry: { profile } });
  return deliveredClaims(
    agency,
    'userinfo',
    {},
    {
      issuer: 'https://signet.example.test',
      content: { release: { claims: { address }, verification: {} } },
      email: {},
      now: 0,
    },
  );
}

test('a client of Login.gov gets ZIP codes of five digits and no country (AGENCY-31)', async () => {
  expect((await toldOf('login.gov'))['address']).toEqual({
    street_address: address.street_address,
    locality: address.locality,
    region: address.region,
    postal_code: '00499',
    formatted: '77 Marrowbone Terrace\nEastlumen, ZZ 00499',
  });
});

test('every other gets the address as it was verified (AGENCY-31)', async () => {
  expect((await toldOf('standard'))['address']).toEqual(address);
});
