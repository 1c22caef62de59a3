import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { bearerAssertion } from '../testing/bearer-assertion.ts';
import { openHouse, type House } from '../testing/house.ts';
import { rememberSubject, subjectAt } from './agency-subjects.ts';
import { signalPaths } from './signal-paths.ts';

// AGENCY-31: what an agency signs for its signals, it signs as at the token endpoint.

const fraud = 'https://schemas.login.gov/secevent/risc/event-type/authorization-fraud-detected';
let house: House;
let agencies: Readonly<Record<'standard' | 'fapi2', TestAgency>>;
let rsa: CryptoKey;
beforeAll(async () => {
  const sketch = { claims: ['given_name'], algorithm: 'EdDSA' } as const;
  const signals = { delivery: 'poll' } as const;
  agencies = {
    standard: await testAgency('standard', { ...sketch, entry: { signals } }),
    fapi2: await testAgency('fapi2', { ...sketch, entry: { signals, profile: 'fapi2' } }),
  };
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  rsa = privateKey;
  for (const { jwks } of Object.values(agencies)) {
    // Keys that say no algorithm of their own, as most do.
    for (const key of jwks?.keys ?? []) delete key['alg'];
    jwks?.keys.push({ ...(await exportJWK(publicKey)), kty: 'RSA', kid: 'rsa' });
  }
  house = await openHouse(Object.values(agencies));
});
afterAll(() => house.close());

describe.each([
  ['standard', 'EdDSA', true],
  ['standard', 'Ed25519', true],
  ['standard', 'RS256', true],
  ['fapi2', 'EdDSA', true],
  ['fapi2', 'Ed25519', true],
  ['fapi2', 'RS256', false],
] as const)('of the profile %s, signed by %s: %s', (profile, alg, isTaken) => {
  const key = () => (alg === 'RS256' ? rsa : agencies[profile].privateKey);

  test('the assertion of who fetches signals (AGENCY-31)', async () => {
    const agency = { ...agencies[profile], privateKey: key() };
    const bearer = await bearerAssertion(house, agency, signalPaths.poll, {}, { alg });
    const { status } = await fetch(`${house.issuer}${signalPaths.poll}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(status).toBe(isTaken ? 200 : 401);
  });

  test('a warning (AGENCY-12, AGENCY-31)', async () => {
    const agency = agencies[profile];
    const accountId = house.signUp(`${randomUUID()}@example.test`);
    house.bff.db.transaction((tx) => rememberSubject(house.bff, tx, agency, accountId));
    const sub = subjectAt(house.bff, agency, accountId);
    const body = await new SignJWT({
      iss: agency.clientId,
      aud: house.issuer,
      jti: randomUUID(),
      iat: Math.floor(house.bff.now() / 1_000),
      sub_id: { format: 'iss_sub', iss: house.issuer, sub },
      events: { [fraud]: {} },
    })
      .setProtectedHeader({ alg, typ: 'secevent+jwt' })
      .sign(key());
    const { status } = await fetch(`${house.issuer}${signalPaths.receive}`, {
      method: 'POST',
      headers: { 'content-type': 'application/secevent+jwt' },
      body,
    });
    expect(status).toBe(isTaken ? 202 : 400);
  });
});
