import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ready, server } from '@serenity-kit/opaque';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { readOrCreate } from './key-files.ts';
import {
  bffKeyFile,
  opaqueKeyFile,
  secretNames,
  type BffKeyFile,
  type OpaqueKeyFile,
} from './bff-keys.ts';

/** Makes the bff's keys in one folder and the OPAQUE keys in another (AUTH-3), unless they are there; public halves go to `public.json`. */
export async function createKeys(folder: string, opaqueFolder: string): Promise<void> {
  const made = await readOrCreate<BffKeyFile>(path.join(folder, bffKeyFile), async () => ({
    relayKey: await signingKey('ES256'),
    statusKey: await signingKey('ES256'),
    oidcKeys: [await signingKey('RS256'), await signingKey('ES256')],
    secrets: Object.fromEntries(
      secretNames.map((name) => [name, randomBytes(32).toString('base64url')]),
    ) as BffKeyFile['secrets'],
  }));
  const keys = await addMissing(path.join(folder, bffKeyFile), made);
  const publicKeys = {
    relayKey: publicHalf(keys.relayKey),
    statusKey: publicHalf(keys.statusKey),
  };
  writeFileSync(path.join(folder, 'public.json'), JSON.stringify(publicKeys), { mode: 0o600 });

  await readOrCreate<OpaqueKeyFile>(path.join(opaqueFolder, opaqueKeyFile), async () => {
    await ready;
    // serverSetup = OPRF seed (64 B) ‖ AKE private key (32 B) ‖ a public key for fake records (32 B).
    const setup = Buffer.from(server.createSetup(), 'base64url');
    return {
      macKey: setup.subarray(0, 64).toString('base64url'),
      akeKeys: setup.subarray(64).toString('base64url'),
    };
  });
}

/** A release may need a key or secret that an older one did not have; what is there is never changed. */
async function addMissing(
  file: string,
  keys: Omit<BffKeyFile, 'statusKey'> & Partial<BffKeyFile>,
): Promise<BffKeyFile> {
  const missing = secretNames.filter((name) => !Object.hasOwn(keys.secrets, name));
  if (missing.length === 0 && keys.statusKey !== undefined) return keys as BffKeyFile;
  const added = missing.map((name) => [name, randomBytes(32).toString('base64url')]);
  const next = {
    ...keys,
    statusKey: keys.statusKey ?? (await signingKey('ES256')),
    secrets: { ...keys.secrets, ...Object.fromEntries(added) },
  };
  writeFileSync(`${file}.next`, JSON.stringify(next), { mode: 0o600 });
  renameSync(`${file}.next`, file);
  return next;
}

function publicHalf({ d: _private, ...rest }: JWK): JWK {
  return rest;
}

export async function signingKey(alg: 'ES256' | 'RS256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}

if (import.meta.main) {
  const [folder, opaqueFolder] = process.argv.slice(2);
  if (folder === undefined || opaqueFolder === undefined) {
    console.error('usage: create-keys.ts FOLDER OPAQUE_FOLDER');
    process.exit(1);
  }
  try {
    await createKeys(folder, opaqueFolder);
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : 'unknown reason');
    process.exit(1);
  }
}
