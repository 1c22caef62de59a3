import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Registry } from '@signet/contracts/registry';
import { harbor, installation, registryKey, signRegistry } from '../testing/installation.ts';
import { pretendBff } from '../testing/pretend-bff.ts';

type Key = Awaited<ReturnType<typeof registryKey>>;

let key: Key;
let stranger: Key;
let genuine: Registry;

beforeAll(async () => {
  [key, stranger] = [await registryKey(), await registryKey()];
  ({ registry: genuine } = await installation());
});
beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal('__REGISTRY_KEY__', key.publicKey);
});

/** A page that was just loaded, and what the network answers when it asks for the registry, one after another. */
async function freshPage(...answers: string[]) {
  const network = pretendBff({}, { '/registry.jws': () => new Response(answers.shift() ?? '') });
  const { RegistryRefused } = await import('./registry-refused.ts');
  return { ...network, RegistryRefused, ...(await import('./registry.ts')) };
}

const seconds = () => Math.floor(Date.now() / 1000);
const part = (value: unknown) => btoa(JSON.stringify(value)).replaceAll('=', '');
const parts = async (jws: Promise<string>) => (await jws).split('.') as [string, string, string];
/** Signed by the right key, and still not a registry for this page. */
const signed = (changes: object, header?: object) =>
  signRegistry(key, { ...genuine, ...changes }, header);

test('a registry signed with the compiled-in key is read, without cookies, and agencies are found in it (WEB-5)', async () => {
  const { registry, agencyOf, asked } = await freshPage(`${await signed({})}\n`);
  expect(await registry()).toEqual(genuine);
  expect(await agencyOf(harbor.clientId)).toEqual(harbor);
  expect(await agencyOf('urn:test:unknown')).toBeUndefined();
  expect(asked.map(({ init }) => init)).toEqual([
    { credentials: 'omit', redirect: 'error', cache: 'no-cache' },
  ]);
});

describe('anything else is refused (WEB-5)', () => {
  // prettier-ignore
  const forgeries: [string, () => Promise<string>][] = [
    ['nothing',                     async () => ''],
    ['a page of HTML',              async () => '<!doctype html><title>Not found</title>'],
    ['unsigned: an empty signature', async () => { const [h, p] = await parts(signed({})); return `${h}.${p}.`; }],
    ['unsigned: no third part',     async () => { const [h, p] = await parts(signed({})); return `${h}.${p}`; }],
    ['unsigned: alg none',          async () => { const [, p] = await parts(signed({})); return `${part({ alg: 'none', typ: 'signet-registry+jwt' })}.${p}.`; }],
    ['altered: another agency',     async () => { const [h, , s] = await parts(signed({})); return `${h}.${part({ ...genuine, agencies: [{ ...harbor, name: { en: 'Harbour' } }] })}.${s}`; }],
    ['altered: another header',     async () => { const [, p, s] = await parts(signed({})); return `${part({ typ: 'signet-registry+jwt', alg: 'EdDSA' })}.${p}.${s}`; }],
    ['altered: one more part',      async () => `${await signed({})}.AA`],
    ['signed by another key',       async () => signRegistry(stranger, genuine)],
    ['expired',                     async () => signed({ expiresAt: seconds() - 1 })],
    ['expiring this second',        async () => signed({ expiresAt: seconds() })],
    ['for another origin',          async () => signed({ issuer: 'https://signet.example.test:8443' })],
    ['for this origin, unencrypted', async () => signed({ issuer: 'http://signet.example.test' })],
    ['of another type',             async () => signed({}, { typ: 'signet-facts+jwt' })],
    ['of no type',                  async () => signed({}, { typ: undefined })],
    ['of another algorithm by name', async () => signed({}, { alg: 'Ed25519' })],
    ['with a field not known',      async () => signed({ fallback: true })],
    ['without a key of proofing',   async () => signed({ proofing: { ...genuine.proofing, encryptionKey: undefined } })],
    ['of version zero',             async () => signed({ version: 0 })],
    ['not JSON',                    async () => { const [h] = await parts(signed({})); return `${h}.AAAA.${'A'.repeat(86)}`; }],
    ['not base64url',               async () => { const [h, p] = await parts(signed({})); return `${h}.${p}.§§§`; }],
  ];

  test.each(forgeries)('%s', async (_what, make) => {
    const { registry, RegistryRefused } = await freshPage(await make());
    await expect(registry()).rejects.toThrow(RegistryRefused);
  });
});

describe('within the life of a page', () => {
  test('what was read stays: an older registry that comes later is never looked at (WEB-5)', async () => {
    const { registry, asked } = await freshPage(await signed({}), await signed({ version: 2 }));
    const [first, second] = await Promise.all([registry(), registry()]);
    expect(first).toBe(second);
    expect((await registry()).version).toBe(3);
    expect(asked).toHaveLength(1);
  });

  test('what ended meanwhile is asked for anew, and refused if it is the same (WEB-5)', async () => {
    const soon = await signed({ expiresAt: seconds() + 60 });
    const next = await signed({ version: 4, expiresAt: seconds() + 3_600 });
    const { registry, asked, RegistryRefused } = await freshPage(soon, soon, next);
    expect((await registry()).version).toBe(3);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    try {
      await expect(registry()).rejects.toThrow(RegistryRefused);
      expect((await registry()).version).toBe(4);
    } finally {
      vi.useRealTimers();
    }
    expect(asked).toHaveLength(3);
  });

  test('who asks at the same time waits for the same answer, also when it has ended or is refused (WEB-5)', async () => {
    const soon = await signed({ expiresAt: seconds() + 60 });
    const next = await signed({ version: 4, expiresAt: seconds() + 3_600 });
    const { registry, asked } = await freshPage(soon, '', next);
    const all = () => Promise.allSettled([registry(), registry(), registry()]);
    await registry();
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    try {
      const refused = await all();
      expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(asked).toHaveLength(2);
      const [first, ...others] = await all();
      expect(first).toMatchObject({ value: { version: 4 } });
      expect(others).toEqual([first, first]);
    } finally {
      vi.useRealTimers();
    }
    expect(asked).toHaveLength(3);
  });

  test('who is about to hand something over looks at it again, whether or not it has ended (WEB-5)', async () => {
    const renamed = { ...harbor, name: { en: 'Another Office' } };
    const next = await signed({ version: 4, agencies: [renamed] });
    const { agencyOf, agencyByNow, asked } = await freshPage(await signed({}), next);
    expect(await agencyOf(harbor.clientId)).toEqual(harbor);
    expect(await agencyByNow(harbor.clientId)).toEqual(renamed);
    expect(await agencyOf(harbor.clientId)).toEqual(renamed);
    expect(asked).toHaveLength(2);
  });

  test.each<[string, () => Response, string]>([
    [
      'no answer comes',
      () => {
        throw new TypeError('Failed to fetch');
      },
      'no_answer',
    ],
    [
      'the server has a mistake',
      () => new Response('oops', { status: 502 }),
      'temporarily_unavailable',
    ],
  ])('where %s nobody is told that the list is forged', async (_what, answer, code) => {
    const network = pretendBff({}, { '/registry.jws': answer });
    const { registry } = await import('./registry.ts');
    await expect(registry()).rejects.toMatchObject({ code });
    expect(network.asked).toHaveLength(1);
  });

  test('a refused one is forgotten, so that the next try can succeed (WEB-5)', async () => {
    const { registry } = await freshPage(await signRegistry(stranger, genuine), await signed({}));
    await expect(registry()).rejects.toThrow('not signed by the registry key');
    expect((await registry()).version).toBe(3);
  });
});
