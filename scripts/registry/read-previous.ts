import { readFile } from 'node:fs/promises';
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import * as v from 'valibot';
import { registrySchema, type Registry } from '@signet/contracts/registry';
import { readRegistryKey } from './registry-key.ts';
import { heirsIn, publicHalfOf, retiredFile, retiredKey } from './rotate-key.ts';

export type Previous = {
  readonly version: number;
  /** The identifier of the key that signed it, as it says itself. */
  readonly signer: string | undefined;
  /** Why it may have been altered: it could not be checked, where it says that a key signed it that is not here. */
  readonly unchecked?: string;
  /** A private key that is to be destroyed, where nothing else was left to check it with. */
  readonly checkedWith?: string;
  readonly succession: readonly string[];
  /** Absent where it was signed for another release of Signet, which had another form. */
  readonly registry?: Registry;
};

/**
 * What was signed last; undefined where nothing was. It is an error where its signature does not hold under the key of this folder
 * that it names, and said where the folder has none of that name, since anybody can write another name there. A registry that
 * begins again at version 1 would be refused by everyone who saw a later one (WEB-20), so what cannot be read is an error, too.
 */
export async function readPrevious(file: string, keyFolder: string): Promise<Previous | undefined> {
  let jws: string;
  try {
    jws = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // Of a folder the system says no path.
    throw Object.assign(cause as Error, { path: file });
  }
  const signed = parsedJws(jws.trim());
  const read = v.safeParse(v.object({ version: v.pipe(v.number(), v.integer()) }), signed?.claims);
  if (signed === undefined || !read.success) throw unreadable(file);
  const { version } = read.output;
  const parsed = v.safeParse(registrySchema, signed.claims);
  const { kid: signer, succession } = signed.header;
  const known = signer === undefined ? undefined : await keyNamed(signer, keyFolder);
  if (known !== undefined && !(await holds(jws.trim(), known.key))) throw altered(file);
  return {
    version,
    signer,
    succession,
    ...(known === undefined ? { unchecked: unchecked(file, keyFolder, signer) } : {}),
    ...(signer !== undefined && known?.file === retiredFile(keyFolder, signer)
      ? { checkedWith: known.file }
      : {}),
    ...(parsed.success ? { registry: parsed.output } : {}),
  };
}

/** Anybody may have written it, and it is printed, and names a file. */
const headerSchema = v.object({
  kid: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[\w-]{43}$/))), undefined),
  succession: v.optional(v.array(v.pipe(v.string(), v.check(isStatement))), []),
});

function isStatement(jws: string): boolean {
  try {
    return typeof decodeJwt(jws)['until'] === 'number';
  } catch {
    return false;
  }
}

function parsedJws(jws: string) {
  try {
    return { claims: decodeJwt(jws), header: v.parse(headerSchema, decodeProtectedHeader(jws)) };
  } catch {
    return undefined;
  }
}

/** The public half of the key, of one that it came after, or of the very first, as far as whoever asks may read them. */
async function keyNamed(
  kid: string,
  folder: string,
): Promise<{ readonly key: JWK; readonly file?: string } | undefined> {
  const own = await readRegistryKey(folder).catch(() => undefined);
  if (own?.publicKey.kid === kid) return { key: own.publicKey };
  try {
    const heir = (await heirsIn(folder)).find((one) => one.kid === kid);
    return heir === undefined ? await retiredKey(folder, kid) : { key: heir };
  } catch (cause) {
    const { code } = ((cause as Error).cause ?? {}) as NodeJS.ErrnoException;
    if (code === 'EACCES') return undefined;
    throw cause;
  }
}

async function holds(jws: string, key: JWK): Promise<boolean> {
  const verified = await compactVerify(jws, await importJWK(key, 'EdDSA')).catch(() => undefined);
  return verified !== undefined;
}

const putBack = 'Put the registry that was signed last back there and run this again.';

const altered = (file: string) =>
  new Error(
    `${file} was altered since it was signed: its signature does not hold, and everyone refuses it. Find out who did it. ${putBack}`,
  );

const unchecked = (file: string, folder: string, kid: string | undefined) =>
  `${file} may have been altered: its signature was not checked, since ` +
  (kid === undefined
    ? `it names no key. ${putBack}`
    : `${folder} lacks the key ${kid}, by which it says it is signed, or hides it from you. Name the folder of the registry’s keys with --keys FOLDER, ` +
      `or put the public half of that key into ${publicHalfOf(folder, kid)}: as the pages in use were built with it.`);

const unreadable = (file: string) =>
  new Error(
    `${file} cannot be read as a signed registry, so nobody knows which version comes next, and whoever saw a later one would refuse version 1. ` +
      `${putBack} If none was ever handed out, take the file away.`,
  );
