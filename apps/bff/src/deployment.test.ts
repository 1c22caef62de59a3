import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDeployment } from './deployment.ts';

const secret = 'VerySecretIndeed';
const key = (byte: number) => Buffer.alloc(32, byte).toString('base64url');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'signet-deployment-'));
  write('messages.json', { keyId: 'bff', secret: key(1) });
  write('print-shop.json', { keyId: 'bff', requests: key(2), callbacks: key(3) });
  write('short.json', { keyId: 'bff', secret });
  writeFileSync(path.join(folder, 'words.json'), secret);
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: object) =>
  writeFileSync(path.join(folder, name), JSON.stringify(content));
const carrier = {
  url: 'https://carrier.example.test/v1/',
  timeoutMs: 500,
  credential: { file: 'messages.json' },
};
const printShop = {
  handOver: 'file',
  folder: '/letters',
  credential: { file: 'print-shop.json' },
  batchEveryMinutes: 1_440,
  batchMinute: 0,
};
const read = (deployment: object) => {
  write('deployment.json', deployment);
  return readDeployment(path.join(folder, 'deployment.json'), folder);
};

test('the bff reads its own section, and the secrets that it names out of its own folder (ZONE-6)', () => {
  // Whatever stands in the section of another process is not looked at.
  for (const others of [{}, { proofing: { sources: 'of no use' } }])
    expect(read({ bff: { carrier, printShop }, ...others })).toEqual({
      carrier: {
        url: 'https://carrier.example.test/v1',
        timeoutMs: 500,
        keyId: 'bff',
        secret: Buffer.alloc(32, 1),
      },
      printShop: {
        ...printShop,
        credential: { keyId: 'bff', requests: key(2), callbacks: key(3) },
      },
    });
});

describe('what is wrong is one sentence that says where, and quotes no secret', () => {
  // prettier-ignore
  const table: [string, object, string][] = [
    ['a section that is nobody’s',             { bff: { carrier, printShop }, agency: { secret } },                          'deployment.json is not as it should be at agency'],
    ['no section of the bff',                  { proofing: {} },                                                             'deployment.json is not as it should be at bff'],
    ['a word too many',                        { bff: { carrier, printShop, secret } },                                      'at bff.secret (is no name that is known here)'],
    ['a secret in the place of its name',      { bff: { carrier: { ...carrier, credential: { secret } }, printShop } },      'at bff.carrier.credential'],
    ['a secret of another process (ZONE-6)',   { bff: { carrier: { ...carrier, credential: { file: '../proofing/sources.json' } }, printShop } }, 'at bff.carrier.credential.file (must be a name, and no path)'],
    ['a secret that is not there',             { bff: { carrier: { ...carrier, credential: { file: 'none.json' } }, printShop } },  'none.json that can be read'],
    ['a secret that is no JSON',               { bff: { carrier, printShop: { ...printShop, credential: { file: 'words.json' } } } }, 'words.json is not JSON'],
    ['a secret that is too short',             { bff: { carrier: { ...carrier, credential: { file: 'short.json' } }, printShop } }, 'short.json is not as it should be at secret (must be 32 bytes, base64url)'],
    ['a field that is missing',                { bff: { carrier: { url: carrier.url, credential: carrier.credential }, printShop } }, 'at bff.carrier.timeoutMs (is missing)'],
    ['a number that is too large',             { bff: { carrier: { ...carrier, timeoutMs: 99_000 }, printShop } },           'at bff.carrier.timeoutMs (must be <=60000)'],
    ['a print shop that is reached by no way', { bff: { carrier, printShop: { ...printShop, handOver: 'dove' } } },          'at bff.printShop.handOver'],
  ];

  test.each(table)('%s', (_what, deployment, sentence) => {
    let reason = 'nothing is wrong';
    try {
      read(deployment);
    } catch (cause) {
      reason = (cause as Error).message;
    }
    expect(reason).toContain(sentence);
    expect(reason).not.toMatch(/\n|VerySecret|Indeed/);
  });
});

// prettier-ignore
test.each([
  ['no TLS',                               'http://carrier.example.test/v1'],
  ['no TLS, and another machine behind it', 'http://localhost:x@carrier.example.test/'],
  ['no web at all',                        'ftp://carrier.example.test/'],
  ['a password in it (ZONE-6)',            `https://bff:${secret}@carrier.example.test/`],
  ['words',                                'carrier'],
])('an address with %s is refused, whoever is there (PROOF-32)', (_what, url) => {
  const words = /\(must be an https: address without a password/;
  const overHttp = { ...printShop, handOver: 'rest', url, timeoutMs: 500, statusEveryMinutes: 60 };
  const { folder: _folder, ...shop } = overHttp;
  expect(() => read({ bff: { carrier: { ...carrier, url }, printShop } })).toThrow(words);
  expect(() => read({ bff: { carrier, printShop: shop } })).toThrow(words);
});

test.each(['http://localhost:4011/', 'http://127.0.0.1:4011', 'http://[::1]:4011/'])(
  'on this very machine %s is enough',
  (url) => {
    expect(read({ bff: { carrier: { ...carrier, url }, printShop } }).carrier.url).toMatch(
      /^http:/,
    );
  },
);
