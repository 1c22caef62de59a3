import { readFile } from 'node:fs/promises';
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import * as v from 'valibot';
import { registrySchema, type Registry } from '@signet/contracts/registry';
import { readRegistryKey } from './registry-key.ts';
import { heirsIn } from './rotate-key.ts';

type Previous = {
  readonly version: number;
  /** The identifier of the key that signed it. */
  readonly signer: string | undefined;
  readonly succession: readonly string[];
  /** Absent where it was signed for another release of Signet, which had another form. */
  readonly registry?: Registry;
};

/**
 * What was signed last, where its signature holds under the keys of this folder, as far as it has the one that signed; undefined where nothing was. A registry that begins again at version 1 would be refused by everyone who saw
 * a later one (WEB-20), so what stands there and cannot be read is an error.
 */
export async function readPrevious(file: string, keyFolder: string): Promise<Previous | undefined> {
  let jws: string;
  try {
    jws = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(file);
  }
  const signed = parsedJws(jws.trim());
  const read = v.safeParse(v.object({ version: v.pipe(v.number(), v.integer()) }), signed?.claims);
  if (signed === undefined || !read.success) throw unreadable(file);
  const { version } = read.output;
  const parsed = v.safeParse(registrySchema, signed.claims);
  const { kid: signer, succession = [] } = signed.header;
  const key = (await keysIn(keyFolder)).find(({ kid }) => kid === signer);
  if (key !== undefined && !(await holds(jws.trim(), key))) throw altered(file);
  return { version, signer, succession, ...(parsed.success ? { registry: parsed.output } : {}) };
}

function parsedJws(jws: string) {
  try {
    const header = decodeProtectedHeader(jws) as { kid?: string; succession?: readonly string[] };
    return { claims: decodeJwt(jws), header };
  } catch {
    return undefined;
  }
}

/** The public halves of the key and of those that it came after, but for the very first; none where only somebody else may read them. */
async function keysIn(folder: string): Promise<readonly JWK[]> {
  try {
    const { publicKey } = await readRegistryKey(folder);
    return [publicKey, ...(await heirsIn(folder))];
  } catch {
    return [];
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

const unreadable = (file: string) =>
  new Error(
    `${file} cannot be read as a signed registry, so nobody knows which version comes next, and whoever saw a later one would refuse version 1. ` +
      `${putBack} If none was ever handed out, take the file away.`,
  );
