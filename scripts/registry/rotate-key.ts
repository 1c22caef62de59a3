import { copyFile, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, CompactSign, decodeJwt, importJWK, type JWK } from 'jose';
import { successionType } from '@signet/contracts/registry';
import { createRegistryKey, keyFile, readRegistryKey } from './registry-key.ts';
import { replaceFile } from './replace-file.ts';

const successionsFile = 'successions.json';
const nextFile = 'registry-key.next.private.json';

/**
 * Statements by which each key handed over to the next, oldest first, up to the one that `kid` names; they travel in the
 * registry's header. What comes after it is of a rotation that did not end: with it nobody would follow this key.
 */
export async function readSuccessions(folder: string, kid: string): Promise<readonly string[]> {
  const file = path.join(folder, successionsFile);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '[]';
    throw new Error(`${file} cannot be read (${cause.code}).`);
  });
  let statements: readonly string[];
  let heirs: readonly string[];
  try {
    statements = JSON.parse(text) as string[];
    heirs = await Promise.all(statements.map(heirOf));
  } catch {
    throw new Error(
      `${file} cannot be read as the old keys’ words for the next; restore it from your backup: without it whoever pins an old key refuses the registry.`,
    );
  }
  return statements.slice(0, heirs.lastIndexOf(kid) + 1);
}

/** The thumbprint of the key that a statement hands over to. */
export async function heirOf(statement: string): Promise<string> {
  return calculateJwkThumbprint(decodeJwt<{ key: JWK }>(statement).key);
}

export type Rotation = { readonly before: JWK; readonly after: JWK; readonly retired: string };

/**
 * Makes the next registry key. The old one signs for it, until `until`; then it is put aside, to be destroyed. Pages, bff,
 * proofing and agencies that pin the old key go on trusting what the new one signs for as long. Until the last step, which
 * is one renaming, the old key is the key, and to run it again goes on with what was made.
 */
export async function rotateKey(folder: string, issuer: string, until: Date): Promise<Rotation> {
  const before = await readRegistryKey(folder);
  const { kid } = before.privateKey;
  const after = await createRegistryKey(folder, nextFile);
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
    .setProtectedHeader({ alg: 'EdDSA', typ: successionType, kid })
    .sign(await importJWK(before.privateKey, 'EdDSA'));
  const successions = [...(await readSuccessions(folder, kid)), statement].slice(-10);
  await replaceFile(path.join(folder, successionsFile), JSON.stringify(successions));
  const retired = path.join(folder, `retired-${kid}.private.json`);
  await copyFile(path.join(folder, keyFile), retired);
  await rename(path.join(folder, nextFile), path.join(folder, keyFile));
  await replaceFile(path.join(folder, 'registry-key.json'), JSON.stringify(after.publicKey));
  return { before: before.publicKey, after: after.publicKey, retired };
}
