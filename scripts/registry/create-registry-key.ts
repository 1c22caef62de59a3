import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/**
 * The key that signs the registry (Ed25519). Whoever holds it decides whom browsers encrypt to, so in an operated
 * installation this folder is kept offline; only the public half is ever deployed.
 */
export async function createRegistryKey(
  folder: string,
): Promise<{ privateKey: JWK; publicKey: JWK }> {
  const file = path.join(folder, 'registry-key.private.json');
  const kept = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new Error(`the registry's key ${file} cannot be read (${cause.code}).`);
  });
  const privateKey = kept === undefined ? await generate() : parsed(kept, file);
  if (kept === undefined) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify(privateKey), { mode: 0o600, flag: 'wx' });
  }
  const { d: _secret, ...publicKey } = privateKey;
  return { privateKey, publicKey };
}

/** The parser's own words would quote the key. */
function parsed(text: string, file: string): JWK {
  try {
    return JSON.parse(text) as JWK;
  } catch {
    throw new Error(
      `the registry's key ${file} cannot be read as JSON; restore it from your backup.`,
    );
  }
}

async function generate(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'EdDSA', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}
