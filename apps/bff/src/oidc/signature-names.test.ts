import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signalPaths } from '../signals/signal-paths.ts';
import { testAgency, type TestAgency } from '../testing/agencies.ts';
import { bearerAssertion } from '../testing/bearer-assertion.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createRawAgency } from '../testing/raw-agency.ts';

// AGENCY-31: Ed25519 has two names, and a library that was replaced may say another one than the key that was registered.

const kinds = ['EdDSA', 'Ed25519', 'none of its own'] as const;
type Kind = (typeof kinds)[number];
const signatures = ['EdDSA', 'Ed25519'] as const;
const profiles = ['standard', 'fapi2'] as const;
type Way = 'written down' | 'published';

const published = new Map<string, object>();
const server = createServer((request, response) =>
  response.end(JSON.stringify({ keys: [published.get(request.url ?? '')] })),
);
let house: House;
let rsa: CryptoKey;
const agencies = new Map<string, TestAgency>();

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const registered: TestAgency[] = [];
  const make = async (name: string, profile: TestAgency['profile'], kind: Kind, way: Way) => {
    const agency = await testAgency(name, {
      claims: ['email'],
      algorithm: 'EdDSA',
      entry: { profile, signals: { delivery: 'poll' } },
    });
    const { jwks, ...rest } = agency;
    const [signing] = jwks?.keys ?? [];
    if (signing === undefined) throw new Error('an agency without a key');
    const { alg: _own, ...nameless } = signing;
    const key = kind === 'none of its own' ? nameless : { ...nameless, alg: kind };
    published.set(`/${name}`, key);
    registered.push(
      way === 'written down'
        ? { ...rest, jwks: { keys: [key] } }
        : {
            ...rest,
            jwksUri: `${home}/${name}`,
            jwksThumbprints: [await calculateJwkThumbprint(key as never)],
          },
    );
    agencies.set(name, agency);
  };
  for (const profile of profiles)
    for (const [number, kind] of kinds.entries())
      for (const way of ['written down', 'published'] as const)
        await make(nameOf(profile, number, way), profile, kind, way);
  await make('certified', 'login.gov', 'EdDSA', 'written down');
  const pair = await generateKeyPair('RS256', { extractable: true });
  rsa = pair.privateKey;
  for (const { profile, jwks } of registered)
    if (profile !== 'login.gov')
      jwks?.keys.push({ ...(await exportJWK(pair.publicKey)), kty: 'RSA', kid: 'rsa' });
  house = await openHouse(registered);
});
afterAll(async () => {
  await house.close();
  server.close();
});

const nameOf = (profile: string, kind: number, way: Way) =>
  `${profile}-${kind}-${way.replaceAll(' ', '-')}`;

/** Each thing that it signs, under this name: whether it is taken. */
async function taken(name: string, alg: string, signer?: CryptoKey) {
  const agency = agencies.get(name) as TestAgency;
  const raw = createRawAgency(house, agency);
  const header = { alg, ...(signer === undefined ? {} : { kid: 'rsa' }) };
  const pushed = await raw.push({ client_assertion: await raw.assertion({}, header, signer) });
  const nothing = Object.fromEntries(Object.keys(raw.request()).map((one) => [one, undefined]));
  const asked = await raw.push({
    ...nothing,
    client_assertion: await raw.assertion({}, { alg: 'EdDSA' }),
    client_id: agency.clientId,
    request: await raw.requestObject({}, header, signer),
  });
  const bearer = await bearerAssertion(
    house,
    { ...agency, privateKey: signer ?? agency.privateKey },
    signalPaths.poll,
    {},
    header,
  );
  const polled = await fetch(`${house.issuer}${signalPaths.poll}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: '{}',
  });
  return {
    assertion: pushed.status === 201,
    request: asked.status === 201,
    signals: polled.status === 200,
  };
}
const all = { assertion: true, request: true, signals: true };
const none = { assertion: false, request: false, signals: false };

describe.each(profiles)('of the profile %s', (profile) => {
  describe.each(['written down', 'published'] as const)('with a key that is %s', (way) => {
    test.each(kinds.flatMap((kind) => signatures.map((alg) => [kind, alg] as const)))(
      'and has the name %s, %s counts (AGENCY-31)',
      async (kind, alg) => {
        expect(await taken(nameOf(profile, kinds.indexOf(kind), way), alg)).toEqual(all);
      },
    );
  });

  test(`RS256 ${profile === 'fapi2' ? 'never counts' : 'counts'}, with a key that could (AGENCY-31)`, async () => {
    const name = nameOf(profile, 0, 'written down');
    expect(await taken(name, 'RS256', rsa)).toEqual(profile === 'fapi2' ? none : all);
  });
});

test('of Login.gov neither counts, whatever the key (AGENCY-31)', async () => {
  for (const alg of signatures) expect(await taken('certified', alg)).toEqual(none);
});
