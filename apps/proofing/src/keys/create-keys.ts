import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { proofingKeyFile, type ProofingKeyFile } from './proofing-keys.ts';

/** Makes proofing's keys (0600), unless they are there, and writes the public halves for the registry. */
export async function createKeys(folder: string): Promise<void> {
  const file = path.join(folder, proofingKeyFile);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const keys: ProofingKeyFile = {
      encryptionKey: await keyPair('ECDH-ES', 'enc'),
      factsKey: await keyPair('ES256', 'sig'),
      credentialKey: await keyPair('ES256', 'sig'),
      ticketKey: randomBytes(32).toString('base64url'),
      codeKey: randomBytes(32).toString('base64url'),
      ssnIndexKey: randomBytes(32).toString('base64url'),
    };
    writeFileSync(file, JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
  }
  const keys = read(file);
  const publicKeys = {
    encryptionKey: publicHalf(keys.encryptionKey),
    factsKey: publicHalf(keys.factsKey),
    credentialKey: publicHalf(keys.credentialKey),
  };
  writeFileSync(path.join(folder, 'public.json'), JSON.stringify(publicKeys), { mode: 0o600 });
}

function read(file: string): ProofingKeyFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProofingKeyFile;
  } catch {
    // The parser's own words would quote the keys.
    throw new Error(`the key file ${file} cannot be read as JSON; restore it from your backup`);
  }
}

async function keyPair(alg: 'ECDH-ES' | 'ES256', use: 'enc' | 'sig'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { crv: 'P-256', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, use, kid: await calculateJwkThumbprint(jwk) };
}

function publicHalf({ d: _private, ...rest }: JWK): JWK {
  return rest;
}

if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error('usage: create-keys.ts FOLDER');
    process.exit(1);
  }
  try {
    await createKeys(folder);
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : 'unknown reason');
    process.exit(1);
  }
}
