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
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  const privateKey = kept === undefined ? await generate() : (JSON.parse(kept) as JWK);
  if (kept === undefined) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify(privateKey), { mode: 0o600, flag: 'wx' });
  }
  const { d: _secret, ...publicKey } = privateKey;
  return { privateKey, publicKey };
}

async function generate(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'EdDSA', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}
