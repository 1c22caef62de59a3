import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTrust } from './trust.ts';

const pair = () => generateKeyPair('EdDSA', { extractable: true });
type Pair = Awaited<ReturnType<typeof pair>>;
const now = () => Math.floor(Date.now() / 1_000);
const keysOfSignet = {
  credentialKey: { kty: 'EC', kid: 'credentials' },
  statusKey: { kty: 'EC', kid: 'status' },
};

let old: Pair, young: Pair, third: Pair, stranger: Pair;
let issuer: string;
let published: string;
const server = createServer((_request, response) => response.end(published));
beforeAll(async () => {
  [old, young, third, stranger] = await Promise.all([pair(), pair(), pair(), pair()]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const sign = ({ privateKey }: Pair, header: object, content: object) =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'EdDSA', ...header })
    .sign(privateKey);

const registryBy = (signer: Pair, succession: readonly string[] = [], changes: object = {}) =>
  sign(
    signer,
    { typ: 'signet-registry+jwt', ...(succession.length === 0 ? {} : { succession }) },
    {
      version: 1,
      issuer,
      expiresAt: now() + 60,
      proofing: { credentialKey: keysOfSignet.credentialKey },
      bff: { statusKey: keysOfSignet.statusKey },
      ...changes,
    },
  );

const handOver = async (
  from: Pair,
  to: Pair,
  changes: object = {},
  typ = 'signet-registry-key+jwt',
) =>
  sign(
    from,
    { typ },
    { issuer, key: await exportJWK(to.publicKey), until: now() + 60, ...changes },
  );

async function trusting(pinned: Pair, jws: string) {
  published = jws;
  return readTrust(issuer, await exportJWK(pinned.publicKey));
}

describe('an agency that was given the registry’s key reads what it signed (WEB-20)', () => {
  test('and, until the old key’s word ends, what the next one signs', async () => {
    expect(await trusting(old, await registryBy(old))).toEqual(keysOfSignet);
    const chain = [await handOver(old, young), await handOver(young, third)];
    const rotated = await registryBy(young, chain.slice(0, 1));
    for (const key of [old, young]) expect(await trusting(key, rotated)).toEqual(keysOfSignet);
    const twice = await registryBy(third, chain);
    for (const key of [old, young, third]) expect(await trusting(key, twice)).toEqual(keysOfSignet);
  });

  // prettier-ignore
  const refused: readonly (readonly [string, () => Promise<string>])[] = [
    ['a stranger’s',                     () => registryBy(stranger)],
    ['a stranger’s word for itself',     async () => registryBy(stranger, [await handOver(stranger, stranger)])],
    ['the old key’s word, reworded',     async () => { const [h, , s] = (await handOver(old, young)).split('.'); const [, p] = (await handOver(old, stranger)).split('.'); return registryBy(stranger, [[h, p, s].join('.')]); }],
    ['a word whose time is over',        async () => registryBy(young, [await handOver(old, young, { until: now() })])],
    ['a word without an end',            async () => registryBy(young, [await handOver(old, young, { until: undefined })])],
    ['a word for another provider',      async () => registryBy(young, [await handOver(old, young, { issuer: 'https://other.example.test' })])],
    ['a word of another type',           async () => registryBy(young, [await handOver(old, young, {}, 'signet-registry+jwt')])],
    ['a chain in the wrong order',       async () => registryBy(third, [await handOver(young, third), await handOver(old, young)])],
    ['a chain with a piece missing',     async () => registryBy(third, [await handOver(young, third)])],
    ['the old key after it handed over', async () => registryBy(old, [await handOver(old, young)])],
    ['a word that comes eleventh',       async () => registryBy(young, [...Array<string>(10).fill(await handOver(stranger, young)), await handOver(old, young)])],
    ['a word as a registry',             () => handOver(old, young)],
    ['an expired one',                   () => registryBy(old, [], { expiresAt: now() })],
    ['one for another provider',         () => registryBy(old, [], { issuer: 'https://other.example.test' })],
  ];
  test.each(refused)('but not %s', async (_what, make) => {
    await expect(trusting(old, await make())).rejects.toThrow();
  });

  // The last one: from here on version 1 is refused for its number.
  test('but no older one after a newer, which a stranger’s is not', async () => {
    const forged = await registryBy(stranger, [], { version: 3 });
    await expect(trusting(old, forged)).rejects.toThrow();
    expect(await trusting(old, await registryBy(old, [], { version: 2 }))).toEqual(keysOfSignet);
    await expect(trusting(old, await registryBy(old))).rejects.toThrow('older than one');
    expect(await trusting(old, await registryBy(old, [], { version: 2 }))).toEqual(keysOfSignet);
  });
});
