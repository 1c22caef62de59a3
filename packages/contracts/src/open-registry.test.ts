import { webcrypto } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { openRegistry, type Trust, type VerifySignature } from './open-registry.ts';
import { registryType, successionType } from './registry.ts';

const issuer = 'https://signet.example.test';
const now = Date.parse('2026-11-24T12:00:00Z');
const seconds = now / 1_000;
const point = { kid: 'one', kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
const content = {
  version: 7,
  issuedAt: seconds,
  expiresAt: seconds + 60,
  issuer,
  proofing: {
    encryptionKey: point,
    factsKey: point,
    credentialKey: point,
    profile: 'as-published',
  },
  bff: { relayKey: point, statusKey: point },
  agencies: [],
};

type Key = { readonly x: string; readonly privateKey: webcrypto.CryptoKey };
let [old, young, third, stranger] = [] as unknown as [Key, Key, Key, Key];

async function key(): Promise<Key> {
  const pair = (await webcrypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const { x = '' } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  return { x, privateKey: pair.privateKey };
}

beforeAll(async () => {
  [old, young, third, stranger] = [await key(), await key(), await key(), await key()];
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function signed(by: Key, header: object, payload: unknown): Promise<string> {
  const text = `${encode({ alg: 'EdDSA', ...header })}.${encode(payload)}`;
  const signature = await webcrypto.subtle.sign('Ed25519', by.privateKey, Buffer.from(text));
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}

const registryBy = (by: Key, ...succession: string[]) =>
  signed(by, { typ: registryType, ...(succession.length > 0 ? { succession } : {}) }, content);

const handOver = (from: Key, to: Key, changes: object = {}, header: object = {}) =>
  signed(
    from,
    { typ: successionType, ...header },
    {
      issuer,
      key: { kty: 'OKP', crv: 'Ed25519', x: to.x },
      until: seconds + 60,
      ...changes,
    },
  );

const verify: VerifySignature = async (publicKey, signature, bytes) =>
  webcrypto.subtle.verify(
    'Ed25519',
    await webcrypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']),
    signature,
    bytes,
  );

async function open(jws: string, trust: Partial<Trust> = {}) {
  const opened = await openRegistry(jws, { key: old.x, issuer, now, verify, ...trust });
  return opened.ok ? opened.value.version : opened.error.type;
}

describe('a registry is opened by whoever trusts its key (WEB-20)', () => {
  test('the pinned one', async () => {
    expect(await open(await registryBy(old))).toBe(7);
  });

  test('the next one, by the word of the pinned one', async () => {
    expect(await open(await registryBy(young, await handOver(old, young)))).toBe(7);
  });

  test('the one after it, by a chain, for whoever stands anywhere in it', async () => {
    const chain = [await handOver(old, young), await handOver(young, third)];
    const jws = await registryBy(third, ...chain);
    for (const { x } of [old, young, third]) expect(await open(jws, { key: x })).toBe(7);
  });
});

describe('and by nobody else (WEB-20)', () => {
  // prettier-ignore
  const forgeries: [string, string, () => Promise<string>][] = [
    ['a stranger’s',                      'not_signed', () => registryBy(stranger)],
    ['a stranger’s word for itself',      'not_signed', async () => registryBy(stranger, await handOver(stranger, stranger))],
    ['the word of an old key, reworded',  'not_signed', async () => { const [h, , s] = (await handOver(old, young)).split('.'); const [, p] = (await handOver(old, stranger)).split('.'); return registryBy(stranger, [h, p, s].join('.')); }],
    ['a word whose time is over',         'not_signed', async () => registryBy(young, await handOver(old, young, { until: seconds }))],
    ['a word for another installation',   'not_signed', async () => registryBy(young, await handOver(old, young, { issuer: 'https://other.example.test' }))],
    ['a word of another type',            'not_signed', async () => registryBy(young, await handOver(old, young, {}, { typ: registryType }))],
    ['a chain in the wrong order',        'not_signed', async () => registryBy(third, await handOver(young, third), await handOver(old, young))],
    ['the old key after it handed over',  'not_signed', async () => registryBy(old, await handOver(old, young))],
    ['a registry as a word',              'not_signed', async () => registryBy(young, await registryBy(old))],
    ['a word as a registry',              'malformed',  () => handOver(old, young)],
    ['a chain of eleven',                 'malformed',  async () => registryBy(old, ...Array<string>(11).fill(await handOver(stranger, young)))],
    ['two agencies of one name',          'malformed',  () => signed(old, { typ: registryType }, { ...content, agencies: [{}, {}] })],
    ['an expired one',                    'expired',    () => signed(old, { typ: registryType }, { ...content, expiresAt: seconds })],
    ['one for another installation',      'other_issuer', () => signed(old, { typ: registryType }, { ...content, issuer: 'https://other.example.test' })],
    ['nothing',                           'not_signed', async () => ''],
    ['what is not base64url',             'not_signed', async () => 'a.b.§'],
  ];
  test.each(forgeries)('%s', async (_what, fault, make) => {
    expect(await open(await make())).toBe(fault);
  });
});
