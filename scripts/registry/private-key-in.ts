import { isPublic } from '@signet/contracts/agency';
import { readJson } from './read-json.ts';

/** What to do about a private key of somebody's. */
export const whatToDoOf = (owner: string) =>
  `holds a PRIVATE KEY, which nobody but ${owner} may have: whoever read this file, or a repository that it is in, can act as ${owner}. ` +
  `Take it out, tell ${owner}, and have it make a new pair: here stands the public key of that.`;

/** Where in a file a private key stands, as a JWK or a PEM, whatever field it was pasted into. */
export function privateKeyIn(
  value: unknown,
  steps: readonly (string | number)[] = [],
): readonly (string | number)[] | undefined {
  if (typeof value === 'string')
    return /-----BEGIN [A-Z ]*PRIVATE KEY/.test(value) ? steps : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if ('kty' in value && !isPublic(value)) return steps;
  const inside: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  for (const [key, one] of inside) {
    const found = privateKeyIn(one, [...steps, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A file of somebody's public keys, which is refused where it holds a private one. */
export async function readPublic(
  file: string,
  owner: string,
): Promise<Readonly<Record<string, unknown>>> {
  const read = await readJson(file);
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new Error(`${file} holds no public keys: it is a JSON object, { … }, of them.`);
  const secret = privateKeyIn(read);
  if (secret === undefined) return read as Readonly<Record<string, unknown>>;
  throw new Error(`${file}  ${secret.join('.')}: ${whatToDoOf(owner)}`);
}
