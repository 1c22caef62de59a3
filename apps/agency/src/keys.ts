import { randomUUID, webcrypto } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { agencies, type AgencyName, type SampleAgency } from './agencies.ts';

/** An ES256 key (RFC 7518 §3.4) with which an agency signs its client assertions. */
export type AgencyKey = {
  readonly kid: string;
  readonly privateKey: webcrypto.CryptoKey;
  /** Opens what is sealed for it (ECDH-ES, RFC 7518 §4.6); only where delivery is sealed. */
  readonly openingKey?: webcrypto.CryptoKey;
};
export type AgencyKeys = Readonly<Record<AgencyName, AgencyKey>>;

const signing = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const opening = { name: 'ECDH', namedCurve: 'P-256' } as const;

type StoredKey = webcrypto.JsonWebKey & { kid: string };
type Purpose = 'private' | 'opening';

/** Makes the keys that are missing and rewrites `public.json`, which the agencies hand to whoever runs the registry. */
export async function createKeys(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const clients: Record<string, { keys: object[]; encryptionKey?: object }> = {};
  for (const agency of Object.values(agencies)) {
    const signs = await keyOf(folder, agency, 'private');
    clients[agency.clientId] = {
      keys: [{ ...publicHalf(signs), alg: 'ES256', use: 'sig' }],
      ...(agency.delivery === 'sealed' && {
        encryptionKey: { ...publicHalf(await keyOf(folder, agency, 'opening')), use: 'enc' },
      }),
    };
  }
  await writeFile(path.join(folder, 'public.json'), JSON.stringify({ clients }, undefined, 2), {
    mode: 0o600,
  });
}

export async function loadKeys(folder: string): Promise<AgencyKeys> {
  const loaded = await Promise.all(
    Object.values(agencies).map(
      async (agency) => [agency.path, await load(folder, agency)] as const,
    ),
  );
  return Object.fromEntries(loaded) as AgencyKeys;
}

async function load(folder: string, agency: SampleAgency): Promise<AgencyKey> {
  const signs = await required(folder, agency, 'private');
  const privateKey = await webcrypto.subtle.importKey('jwk', signs, signing, false, ['sign']);
  if (agency.delivery !== 'sealed') return { kid: signs.kid, privateKey };
  const opens = await required(folder, agency, 'opening');
  const openingKey = await webcrypto.subtle.importKey('jwk', opens, opening, false, ['deriveBits']);
  return { kid: signs.kid, privateKey, openingKey };
}

async function required(folder: string, agency: SampleAgency, purpose: Purpose) {
  const key = await readKey(folder, agency, purpose);
  if (!key) throw new Error(`There is no key for ${agency.name}: run create-keys.ts first.`);
  return key;
}

async function keyOf(folder: string, agency: SampleAgency, purpose: Purpose): Promise<StoredKey> {
  return (await readKey(folder, agency, purpose)) ?? (await generate(folder, agency, purpose));
}

async function readKey(
  folder: string,
  agency: SampleAgency,
  purpose: Purpose,
): Promise<StoredKey | undefined> {
  const file = keyFile(folder, agency, purpose);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(await readFile(file, 'utf8')) as StoredKey;
  } catch {
    // The parser's own words would quote the key.
    throw new Error(`The key of ${agency.name} cannot be read.`);
  }
}

async function generate(
  folder: string,
  agency: SampleAgency,
  purpose: Purpose,
): Promise<StoredKey> {
  const pair =
    purpose === 'private'
      ? await webcrypto.subtle.generateKey(signing, true, ['sign', 'verify'])
      : await webcrypto.subtle.generateKey(opening, true, ['deriveBits']);
  const jwk = await webcrypto.subtle.exportKey('jwk', pair.privateKey);
  const stored = { ...jwk, kid: `${agency.path}-${randomUUID()}` };
  await writeFile(keyFile(folder, agency, purpose), JSON.stringify(stored), {
    mode: 0o600,
    flag: 'wx',
  });
  return stored;
}

function publicHalf({ d: _secret, key_ops: _uses, ext: _extractable, ...shared }: StoredKey) {
  return shared;
}

function keyFile(folder: string, agency: SampleAgency, purpose: Purpose): string {
  return path.join(folder, `${agency.path}.${purpose}.json`);
}
