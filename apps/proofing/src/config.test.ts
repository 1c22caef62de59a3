import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { readProofingKeys } from './keys/proofing-keys.ts';
import type { SourceName } from './sources/manifests.ts';
import { install, type Installation } from './testing/installation.ts';
import { newCredentials } from './testing/source-credentials.ts';

const secret = 'VerySecretIndeed';
const { credentials } = newCredentials();
const names = Object.keys(credentials);
let installation: Installation;
const at = (name: string) => path.join(installation.folder, name);
const write = (name: string, content: string | object) =>
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));

beforeAll(async () => {
  installation = await install({ origin: 'http://127.0.0.1:9', credentials });
  const letters = { mailerId: '123456', serviceType: '040', returnAddress: ['Signet', 'Nowhere'] };
  const section = (changes: object = {}, of: Partial<Record<SourceName, object>> = {}) => ({
    letters,
    stepBudgetMs: 5_000,
    sources: Object.fromEntries(
      names.map((name) => [
        name,
        {
          url: 'https://source.example.test/v1',
          timeoutMs: 500,
          credential: { file: 'credentials.json', name },
          ...of[name as SourceName],
        },
      ]),
    ),
    ...changes,
  });
  const deployment = (...words: Parameters<typeof section>) => ({ proofing: section(...words) });
  const { sources } = section();
  const { documentChecker: _left, ...seven } = sources;
  for (const folder of ['no-keys', 'broken-keys', 'short-keys']) mkdirSync(at(folder));
  write('broken-keys/proofing-keys.json', `{"ticketKey":"${secret}`);
  write('short-keys/proofing-keys.json', { ticketKey: 'AAAA' });
  write('words.json', `${secret} is no JSON`);
  write('wrong.json', {
    dmv: { keyId: 'x', privateKey: { kty: 'RSA', d: secret } },
    records: { keyId: 'x', secret },
  });
  write('impatient.json', deployment({}, { dmv: { timeoutMs: 1 } }));
  write('patient.json', deployment({}, { risk: { timeoutMs: 6_000 } }));
  write('hasty.json', deployment({ stepBudgetMs: 400 }));
  write('open.json', deployment({}, { records: { url: 'http://source.example.test' } }));
  write('seven.json', deployment({ sources: seven }));
  write('chatty.json', deployment({}, { dmv: { secret } }));
  write('inline.json', deployment({}, { records: { credential: { keyId: 'x', secret } } }));
  write(
    'nameless.json',
    deployment({}, { dmv: { credential: { file: 'credentials.json', name: 'toString' } } }),
  );
  write(
    'secretless.json',
    deployment({}, { dmv: { credential: { file: 'words.json', name: 'dmv' } } }),
  );
  write(
    'keyless.json',
    deployment({}, { dmv: { credential: { file: 'wrong.json', name: 'dmv' } } }),
  );
  write(
    'short.json',
    deployment({}, { records: { credential: { file: 'wrong.json', name: 'records' } } }),
  );
  write(
    'astray.json',
    deployment({}, { dmv: { credential: { file: '../bff/messages.json', name: 'dmv' } } }),
  );
  write('unaddressed.json', deployment({ letters: { ...letters, returnAddress: ['Signet'] } }));
  write('anyones.json', { ...deployment(), agency: { secret } });
  write('others.json', { bff: { carrier: {} } });
  write('alone.json', deployment());
  write('variable.json', deployment({}, { risk: { credential: { env: 'RISK_CREDENTIAL' } } }));
});
afterAll(() => installation.remove());

/** What main.ts reads before it listens. */
async function read(changes: Record<string, string | undefined>) {
  const config = await readConfig({ ...installation.environment, ...changes });
  return { config, keys: await readProofingKeys(config.keyFolder) };
}

test('what is whole is read: secrets from their own file, the registry only under its pinned key', async () => {
  const { config } = await read({});
  expect(config.deployment.sources.records).toEqual({
    url: 'http://127.0.0.1:9/records',
    timeoutMs: 3_000,
    credential: credentials.records,
  });
  expect(config.registry.issuer).toBe('https://signet.example.test');
});

test('the section of another process is not looked at, and may be missing', async () => {
  // The installation's has one for the bff that is nonsense.
  const { config } = await read({});
  const { config: alone } = await read({ SIGNET_DEPLOYMENT: at('alone.json') });
  expect(config.deployment.letters.mailerId).toBe(alone.deployment.letters.mailerId);
});

test('a secret may be in a variable', async () => {
  const { config } = await read({
    SIGNET_DEPLOYMENT: at('variable.json'),
    RISK_CREDENTIAL: JSON.stringify(credentials.risk),
  });
  expect(config.deployment.sources.risk.credential).toEqual(credentials.risk);
});

describe('what is missing or wrong is one clear sentence that quotes no secret', () => {
  // prettier-ignore
  const table: [string, () => Record<string, string | undefined>, string][] = [
    ['no port',                      () => ({ SIGNET_PROOFING_PORT: undefined }), 'SIGNET_PROOFING_PORT'],
    ['no key folder',                () => ({ SIGNET_PROOFING_KEYS: undefined }), 'SIGNET_PROOFING_KEYS'],
    ['no deployment',                () => ({ SIGNET_DEPLOYMENT: '' }),           'SIGNET_DEPLOYMENT'],
    ['no folder of credentials',     () => ({ SIGNET_CREDENTIALS: undefined }),   'SIGNET_CREDENTIALS'],
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
    ['a deployment that is no JSON',   () => ({ SIGNET_DEPLOYMENT: at('words.json') }),        'words.json is not JSON'],
    ['a source without patience',    () => ({ SIGNET_DEPLOYMENT: at('impatient.json') }),    'impatient.json is not as it should be at proofing.sources.dmv.timeoutMs'],
    ['a source that may take all day', () => ({ SIGNET_DEPLOYMENT: at('patient.json') }),    'patient.json is not as it should be at proofing.sources.risk.timeoutMs'],
    ['a step shorter than its call', () => ({ SIGNET_DEPLOYMENT: at('hasty.json') }),        'gives documentChecker more time than a step has: raise stepBudgetMs'],
    ['a source without TLS',         () => ({ SIGNET_DEPLOYMENT: at('open.json') }),         'open.json is not as it should be at proofing.sources.records.url'],
    ['a section that is nobody’s',   () => ({ SIGNET_DEPLOYMENT: at('anyones.json') }),   'anyones.json is not as it should be at agency'],
    ['a deployment of others',       () => ({ SIGNET_DEPLOYMENT: at('others.json') }),    'others.json is not as it should be at proofing'],
    ['letters from nowhere',         () => ({ SIGNET_DEPLOYMENT: at('unaddressed.json') }), 'unaddressed.json is not as it should be at proofing.letters.returnAddress'],
    ['a credential of another process (ZONE-6)', () => ({ SIGNET_DEPLOYMENT: at('astray.json') }), 'astray.json is not as it should be at proofing.sources.dmv.credential'],
    ['a credential nobody knows',    () => ({ SIGNET_DEPLOYMENT: at('nameless.json') }),     'the credential "toString" is not in'],
    ['credentials that are no JSON', () => ({ SIGNET_DEPLOYMENT: at('secretless.json') }),   'words.json is not JSON'],
    ['a key that is none',           () => ({ SIGNET_DEPLOYMENT: at('keyless.json') }),      'the credential "dmv" of dmv is not as wss-signature-v1 needs it, at privateKey'],
    ['a secret that is too short',   () => ({ SIGNET_DEPLOYMENT: at('short.json') }),        'the credential "records" of records is not as hmac-body-v1 needs it, at secret'],
    ['a variable that is not set',   () => ({ SIGNET_DEPLOYMENT: at('variable.json') }),     'the credential variable RISK_CREDENTIAL is not set'],
    ['a variable of words',          () => ({ SIGNET_DEPLOYMENT: at('variable.json'), RISK_CREDENTIAL: secret }), 'the credential variable RISK_CREDENTIAL is not JSON'],
    ['a variable of another shape',  () => ({ SIGNET_DEPLOYMENT: at('variable.json'), RISK_CREDENTIAL: `{"apiKey":"${secret}"}` }), 'the credential in the variable RISK_CREDENTIAL of risk is not as hmac-body-v1 needs it'],
    ['a source too few',             () => ({ SIGNET_DEPLOYMENT: at('seven.json') }),        'seven.json is not as it should be at proofing.sources.documentChecker'],
    ['a secret among the sources',   () => ({ SIGNET_DEPLOYMENT: at('chatty.json') }),       'chatty.json is not as it should be at proofing.sources.dmv.secret'],
    ['a secret in place of a reference', () => ({ SIGNET_DEPLOYMENT: at('inline.json') }),   'inline.json is not as it should be at proofing.sources.records.credential'],
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
