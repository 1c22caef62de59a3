import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { readProofingKeys } from './keys/proofing-keys.ts';
import { install, type Installation } from './testing/installation.ts';

const secret = 'VerySecretIndeed';
let installation: Installation;
const at = (name: string) => path.join(installation.folder, name);
const write = (name: string, content: string | object) =>
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));

beforeAll(async () => {
  const names = ['documentChecker', 'dmv', 'records', 'carrier'];
  installation = await install({
    origin: 'http://127.0.0.1:9',
    secrets: Object.fromEntries(names.map((name) => [name, secret])),
  });
  const sources = (changes: object, wanted = names) =>
    Object.fromEntries(
      wanted.map((name) => [
        name,
        {
          url: 'http://127.0.0.1:9',
          timeoutMs: 500,
          credential: { file: at('credentials.json'), name },
          ...changes,
        },
      ]),
    );
  for (const folder of ['no-keys', 'broken-keys', 'short-keys']) mkdirSync(at(folder));
  write('broken-keys/proofing-keys.json', `{"ticketKey":"${secret}`);
  write('short-keys/proofing-keys.json', { ticketKey: 'AAAA' });
  write('words.json', `${secret} is no JSON`);
  write('impatient.json', sources({ timeoutMs: 1 }));
  write('three.json', sources({}, names.slice(1)));
  write('chatty.json', sources({ secret }));
  write('nameless.json', sources({ credential: { file: at('credentials.json'), name: 'nobody' } }));
  write('secretless.json', sources({ credential: { file: at('words.json'), name: 'dmv' } }));
});
afterAll(() => installation.remove());

/** What main.ts reads before it listens. */
async function read(changes: Record<string, string | undefined>) {
  const config = await readConfig({ ...installation.environment, ...changes });
  return { config, keys: await readProofingKeys(config.keyFolder) };
}

test('what is whole is read: secrets from their own file, the registry only under its pinned key', async () => {
  const { config } = await read({});
  expect(config.sources.dmv).toEqual({
    url: 'http://127.0.0.1:9/dmv',
    timeoutMs: 300,
    credential: { keyId: 'dmv', secret },
  });
  expect(config.registry.issuer).toBe('https://signet.example.test');
});

describe('what is missing or wrong is one clear sentence that quotes no secret', () => {
  // prettier-ignore
  const table: [string, () => Record<string, string | undefined>, string][] = [
    ['no port',                      () => ({ SIGNET_PROOFING_PORT: undefined }), 'SIGNET_PROOFING_PORT'],
    ['no key folder',                () => ({ SIGNET_PROOFING_KEYS: undefined }), 'SIGNET_PROOFING_KEYS'],
    ['no sources',                   () => ({ SIGNET_SOURCES: '' }),              'SIGNET_SOURCES'],
    ['no registry',                  () => ({ SIGNET_REGISTRY: undefined }),      'SIGNET_REGISTRY'],
    ['no registry key',              () => ({ SIGNET_REGISTRY_KEY: undefined }),  'SIGNET_REGISTRY_KEY'],
    ['a port in words',              () => ({ SIGNET_PROOFING_PORT: 'http' }),    'SIGNET_PROOFING_PORT: must be a port'],
    ['an empty key folder',          () => ({ SIGNET_PROOFING_KEYS: at('no-keys') }),     'no-keys/proofing-keys.json is missing or unreadable; "npm start" makes it'],
    ['a broken key file',            () => ({ SIGNET_PROOFING_KEYS: at('broken-keys') }), 'broken-keys/proofing-keys.json is missing or unreadable'],
    ['a key file without keys',      () => ({ SIGNET_PROOFING_KEYS: at('short-keys') }),  'short-keys/proofing-keys.json is missing or unreadable'],
    ['a registry that is not there', () => ({ SIGNET_REGISTRY: '/nowhere/registry.jws' }),        'the file /nowhere/registry.jws cannot be read'],
    ['a registry of another signer', () => ({ SIGNET_REGISTRY: at('other.jws') }),        'other.jws is not signed by the registry key'],
    ['a registry that is no JWS',    () => ({ SIGNET_REGISTRY: at('words.json') }),       'words.json is not signed by the registry key'],
    ['an expired registry',          () => ({ SIGNET_REGISTRY: at('expired.jws') }),      'expired.jws has expired; sign it again'],
    ['a registry of other shape',    () => ({ SIGNET_REGISTRY: at('old.jws') }),          'old.jws is not a registry of this version'],
    ['a registry key that is none',  () => ({ SIGNET_REGISTRY_KEY: at('credentials.json') }), "credentials.json is not the registry's public key"],
    ['sources that are no JSON',     () => ({ SIGNET_SOURCES: at('words.json') }),        'words.json is not JSON'],
    ['a source without patience',    () => ({ SIGNET_SOURCES: at('impatient.json') }),    'impatient.json is not as it should be at documentChecker.timeoutMs'],
    ['a credential nobody knows',    () => ({ SIGNET_SOURCES: at('nameless.json') }),     'the credential "nobody" is not in'],
    ['credentials that are no JSON', () => ({ SIGNET_SOURCES: at('secretless.json') }),   'words.json is not JSON'],
    ['a source too few',              () => ({ SIGNET_SOURCES: at('three.json') }),        'three.json is not as it should be at documentChecker'],
    ['a secret among the sources',    () => ({ SIGNET_SOURCES: at('chatty.json') }),       'chatty.json is not as it should be at documentChecker.secret'],
  ];

  test.each(table)('%s', async (_what, changes, sentence) => {
    const reason = await read(changes()).then(
      () => 'nothing is wrong',
      (cause: unknown) => (cause as Error).message,
    );
    expect(reason).toContain(sentence);
    expect(reason).not.toMatch(/\n|VerySecret|Indeed/);
  });
});
