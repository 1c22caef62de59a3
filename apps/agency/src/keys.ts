import { randomUUID, webcrypto } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { agencies, type AgencyName, type SampleAgency } from './agencies.ts';

/** An ES256 key (RFC 7518 §3.4) with which an agency signs its client assertions. */
export type AgencyKey = { readonly kid: string; readonly privateKey: webcrypto.CryptoKey };
export type AgencyKeys = Readonly<Record<AgencyName, AgencyKey>>;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Makes the keys that are missing and rewrites `public.json`, which the agencies hand to whoever runs the registry. */
export async function createKeys(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const clients: Record<string, { keys: object[] }> = {};
  for (const agency of Object.values(agencies)) {
    const jwk = (await readKey(folder, agency)) ?? (await generate(folder, agency));
    const { d: _secret, key_ops: _uses, ext: _extractable, ...shared } = jwk;
    clients[agency.clientId] = { keys: [{ ...shared, alg: 'ES256', use: 'sig' }] };
  }
  await writeFile(path.join(folder, 'public.json'), JSON.stringify({ clients }, undefined, 2), {
    mode: 0o600,
  });
}

export async function loadKeys(folder: string): Promise<AgencyKeys> {
  const load = async (agency: SampleAgency): Promise<AgencyKey> => {
    const jwk = await readKey(folder, agency);
    if (!jwk) throw new Error(`There is no key for ${agency.name}: run create-keys.ts first.`);
    return {
      kid: jwk.kid,
      privateKey: await webcrypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']),
    };
  };
  return { harbor: await load(agencies.harbor), lantern: await load(agencies.lantern) };
}

type StoredKey = webcrypto.JsonWebKey & { kid: string };

async function readKey(folder: string, agency: SampleAgency): Promise<StoredKey | undefined> {
  try {
    return JSON.parse(await readFile(keyFile(folder, agency), 'utf8')) as StoredKey;
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The key of ${agency.name} cannot be read.`, { cause: problem });
  }
}

async function generate(folder: string, agency: SampleAgency): Promise<StoredKey> {
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const jwk = await webcrypto.subtle.exportKey('jwk', pair.privateKey);
  const stored = { ...jwk, kid: `${agency.path}-${randomUUID()}` };
  await writeFile(keyFile(folder, agency), JSON.stringify(stored), { mode: 0o600, flag: 'wx' });
  return stored;
}

function keyFile(folder: string, agency: SampleAgency): string {
  return path.join(folder, `${agency.path}.private.json`);
}
