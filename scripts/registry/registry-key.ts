import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import * as v from 'valibot';
import { registryKeySchema } from '@signet/contracts/registry';
import { replaceFile } from './replace-file.ts';

/** Its `kid` is its thumbprint (RFC 7638). */
export type RegistryKey = {
  readonly privateKey: JWK & { readonly kid: string };
  readonly publicKey: JWK & { readonly kid: string };
};

export const keyFile = 'registry-key.private.json';

const privateKeySchema = v.intersect([registryKeySchema, v.object({ d: v.string() })]);

/**
 * The key that signs the registry (Ed25519). Whoever holds it decides whom browsers encrypt to, so in an operated
 * installation this folder is kept offline; only the public half is ever deployed.
 */
export async function readRegistryKey(folder: string): Promise<RegistryKey> {
  const key = await keyIn(path.join(folder, keyFile));
  if (key !== undefined) return key;
  throw new Error(
    `there is no registry key in ${folder}, and none is made here: who trusts the one that signed before would refuse another. ` +
      'Name the folder that it is kept in with --keys FOLDER, or restore it from your backup. A new installation gets its first one from `npm start`.',
  );
}

/** Only a new installation may get a key so. Where one was lost another helps nobody. */
export async function createRegistryKey(folder: string, name = keyFile): Promise<RegistryKey> {
  const file = path.join(folder, name);
  const kept = await keyIn(file);
  if (kept !== undefined) return kept;
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const made = await exportJWK(privateKey);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const text = JSON.stringify({ ...made, alg: 'EdDSA', use: 'sig' });
  await replaceFile(file, text);
  // As it will be read: its members in another order would be another file to whoever compares.
  return withPublicHalf(parsed(text, file));
}

async function keyIn(file: string): Promise<RegistryKey | undefined> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new Error(
      `the registry's key ${file} cannot be read (${cause.code}). Run this as the user whose file it is.`,
    );
  });
  return text === undefined ? undefined : withPublicHalf(parsed(text, file));
}

/** The parser's own words would quote the key. */
function parsed(text: string, file: string): JWK {
  try {
    return v.parse(privateKeySchema, JSON.parse(text)) as JWK;
  } catch {
    throw new Error(
      `the registry's key ${file} cannot be read as a private Ed25519 key in JSON; restore it from your backup.`,
    );
  }
}

async function withPublicHalf(key: JWK): Promise<RegistryKey> {
  const privateKey = { ...key, kid: await calculateJwkThumbprint(key) };
  const { d: _secret, ...publicKey } = privateKey;
  return { privateKey, publicKey };
}
