import { execFile } from 'node:child_process';
import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openRegistry, type VerifySignature } from '@signet/contracts/open-registry';

const issuer = 'https://signet.example.test';
export const origin = 'https://harbor.example.test';
/** In the order of members in which `exportJWK` writes them. */
export const point = { kty: 'EC', x: 'A'.repeat(43), y: 'A'.repeat(43), crv: 'P-256', kid: 'one' };
export const newKey = (kid: string) => ({
  kid,
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
});
export const handedOver = newKey('one');
export const agency = {
  clientId: 'urn:test:harbor',
  sector: 'harbor',
  name: { en: 'Harbor Licensing Office' },
  homepage: origin,
  initiateLoginUri: origin,
  failureUri: origin,
  redirectUris: [`${origin}/callback`],
  postLogoutRedirectUris: [],
  profile: 'standard',
  delivery: 'split-code',
  attributes: [
    {
      claim: 'given_name',
      purpose: { en: 'To greet you' },
      retention: { en: 'A year' },
      required: true,
    },
  ],
  agreement: { from: '2026-01-01', until: '2030-12-31' },
};

/** Whoever keeps a registry, with an installation that has one agency, and runs the commands as a person does. */
export function anOperator() {
  const home = mkdtempSync(path.join(tmpdir(), 'signet-registry-'));
  const at = (...names: string[]) => path.join(home, ...names);
  const write = (name: string, content: unknown) =>
    writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));

  for (const folder of ['registry', 'agencies', 'keys/registry'])
    mkdirSync(at(folder), { recursive: true });
  write('proofing.json', { encryptionKey: point, factsKey: point, credentialKey: point });
  write('profile.json', { profile: 'as-published' });
  write('bff.json', { relayKey: point, statusKey: point });
  write('handed-over.json', { clients: { [agency.clientId]: { keys: [handedOver] } } });
  write('agencies/harbor.json', agency);
  write('registry/sources.json', {
    issuer,
    agencies: at('agencies'),
    profile: at('profile.json'),
    proofingPublic: at('proofing.json'),
    bffPublic: at('bff.json'),
    agencyPublic: at('handed-over.json'),
    replace: [],
  });

  async function registry(...words: string[]) {
    const run = promisify(execFile)(
      process.execPath,
      ['scripts/registry/main.ts', ...words, '--home', home],
      { cwd: path.resolve(import.meta.dirname, '..', '..', '..') },
    );
    return run.then(
      ({ stdout }) => ({ code: 0, says: stdout }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
        code,
        says: stdout + stderr,
      }),
    );
  }

  /** The version that stands there for whoever pins this key, or why it is refused. */
  async function openedBy(key: string) {
    const jws = readFileSync(at('registry', 'registry.jws'), 'utf8');
    const opened = await openRegistry(jws, { key, issuer, now: Date.now(), verify });
    return opened.ok ? opened.value.version : opened.error.type;
  }

  return { at, write, registry, openedBy, end: () => rmSync(home, { recursive: true }) };
}

const verify: VerifySignature = async (publicKey, signature, signed) =>
  webcrypto.subtle.verify(
    'Ed25519',
    await webcrypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']),
    signature,
    signed,
  );
