import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CompactSign, importJWK, type JWK } from 'jose';
import { successionType } from '@signet/contracts/registry';
import { createRegistryKey } from './create-registry-key.ts';

const successionsFile = 'successions.json';
const keyFile = 'registry-key.private.json';

/** Statements by which each key handed over to the next, oldest first; they travel in the registry's header. */
export async function readSuccessions(folder: string): Promise<readonly string[]> {
  const text = await readFile(path.join(folder, successionsFile), 'utf8').catch(() => '[]');
  return JSON.parse(text) as string[];
}

export type Rotation = { readonly before: JWK; readonly after: JWK; readonly retired: string };

/**
 * Makes the next registry key. The old one signs for it, until `until`; then it is put aside, to be destroyed. Pages, bff
 * and proofing that pin the old key go on trusting what the new one signs for as long.
 */
export async function rotateKey(folder: string, issuer: string, until: Date): Promise<Rotation> {
  const before = await createRegistryKey(folder);
  const retired = path.join(folder, `retired-${before.privateKey.kid ?? 'key'}.private.json`);
  await rename(path.join(folder, keyFile), retired);
  const after = await createRegistryKey(folder);
  const { kty, crv, x } = after.publicKey;
  const statement = await new CompactSign(
    new TextEncoder().encode(
      JSON.stringify({
        issuer,
        key: { kty, crv, x },
        until: Math.floor(until.getTime() / 1_000),
      }),
    ),
  )
    .setProtectedHeader({ alg: 'EdDSA', typ: successionType })
    .sign(await importJWK(before.privateKey, 'EdDSA'));
  const successions = [...(await readSuccessions(folder)), statement].slice(-10);
  await writeFile(path.join(folder, successionsFile), JSON.stringify(successions), { mode: 0o600 });
  return { before: before.publicKey, after: after.publicKey, retired };
}
