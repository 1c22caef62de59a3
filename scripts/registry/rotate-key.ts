import { copyFile, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import {
  calculateJwkThumbprint,
  CompactSign,
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  type JWK,
} from 'jose';
import * as v from 'valibot';
import { registryKeySchema, successionType } from '@signet/contracts/registry';
import { createRegistryKey, keyFile, readRegistryKey } from './registry-key.ts';
import { replaceFile } from './replace-file.ts';

const successionsFile = 'successions.json';
const publicFile = 'registry-key.json';
const nextFile = 'registry-key.next.private.json';

/**
 * Statements by which each key handed over to the next, oldest first, up to the one that `kid` names; they travel in the
 * registry's header. What comes after it is of a rotation that did not end: with it nobody would follow this key.
 */
export async function readSuccessions(folder: string, kid: string): Promise<readonly string[]> {
  const { statements, heirs } = await allSuccessions(folder);
  return statements.slice(0, heirs.findLastIndex((heir) => heir.kid === kid) + 1);
}

/** Every key that another one handed over to. */
export async function heirsIn(folder: string): Promise<readonly JWK[]> {
  return (await allSuccessions(folder)).heirs;
}

async function allSuccessions(folder: string) {
  const file = path.join(folder, successionsFile);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '[]';
    throw noAccess(file, cause);
  });
  let statements: readonly string[];
  let heirs: readonly JWK[];
  try {
    statements = JSON.parse(text) as string[];
    heirs = await Promise.all(
      statements.map(async (one) => ({ ...keyOf(one), kid: await heirOf(one) })),
    );
  } catch {
    throw new Error(
      `${file} cannot be read as the old keys’ words for the next; restore it from your backup: without it whoever pins an old key refuses the registry.`,
    );
  }
  return { statements, heirs };
}

/**
 * The public half of a key that was handed over from, and the file that has it: the very first is in no statement. Earlier rotations
 * kept none; there it is in the private key, as long as that is not destroyed.
 */
export async function retiredKey(
  folder: string,
  kid: string,
): Promise<{ readonly key: JWK; readonly file: string } | undefined> {
  for (const file of [publicHalfOf(folder, kid), retiredFile(folder, kid)]) {
    const key = await halfIn(file, kid);
    if (key !== undefined) return { key, file };
  }
  return undefined;
}

async function halfIn(file: string, kid: string): Promise<JWK | undefined> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw noAccess(file, cause);
  });
  if (text === undefined) return undefined;
  try {
    const { kty, crv, x } = v.parse(registryKeySchema, JSON.parse(text));
    if ((await calculateJwkThumbprint({ kty, crv, x })) === kid) return { kty, crv, x };
  } catch {
    // Said below.
  }
  throw new Error(`${file} is not the key ${kid} in JSON; restore it from your backup.`);
}

const noAccess = (file: string, cause: NodeJS.ErrnoException) =>
  new Error(`${file} cannot be read (${cause.code}). Run this as the user whose file it is.`, {
    cause,
  });

const keyOf = (statement: string) => decodeJwt<{ key: JWK }>(statement).key;

/** The thumbprint of the key that a statement hands over to. */
export async function heirOf(statement: string): Promise<string> {
  return calculateJwkThumbprint(keyOf(statement));
}

export type Rotation = { readonly after: JWK; readonly retired: string; readonly until: Date };

/**
 * What is left of a rotation that was cut off when the next key had become the key: the file of the public half still
 * names the one before, and pages would be built with that. Undefined where nothing is left.
 */
export async function endRotation(folder: string): Promise<Rotation | undefined> {
  const { publicKey } = await readRegistryKey(folder);
  const statement = (await readSuccessions(folder, publicKey.kid)).at(-1);
  if (statement === undefined) return undefined;
  const file = path.join(folder, publicFile);
  if (await holds(file, publicKey)) return undefined;
  await replaceFile(file, JSON.stringify(publicKey));
  const { until } = decodeJwt<{ until: number }>(statement);
  const retired = retiredFile(folder, String(decodeProtectedHeader(statement).kid));
  return { after: publicKey, retired, until: new Date(until * 1_000) };
}

async function holds(file: string, { x }: JWK): Promise<boolean> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as JWK).x === x;
  } catch {
    return false;
  }
}

/** To be destroyed. */
export const retiredFile = (folder: string, kid: string) =>
  path.join(folder, `retired-${kid}.private.json`);

/** What stays of it, so that what it signed last can be checked. */
export const publicHalfOf = (folder: string, kid: string) =>
  path.join(folder, `retired-${kid}.public.json`);

/**
 * Makes the next registry key. The old one signs for it, until `until`; then it is put aside, to be destroyed. Pages, bff,
 * proofing and agencies that pin the old key go on trusting what the new one signs for as long. Until one renaming the old
 * key is the key; to run it again, before that or after, goes on with what was made.
 */
export async function rotateKey(folder: string, issuer: string, until: Date): Promise<Rotation> {
  const cutOff = await endRotation(folder);
  if (cutOff !== undefined) return cutOff;
  const before = await readRegistryKey(folder);
  const { kid } = before.privateKey;
  await replaceFile(publicHalfOf(folder, kid), JSON.stringify(before.publicKey));
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
  const retired = retiredFile(folder, kid);
  await copyFile(path.join(folder, keyFile), retired);
  await rename(path.join(folder, nextFile), path.join(folder, keyFile));
  await replaceFile(path.join(folder, publicFile), JSON.stringify(after.publicKey));
  return { after: after.publicKey, retired, until };
}
