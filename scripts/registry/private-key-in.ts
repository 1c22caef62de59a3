import { isPublic } from '@signet/contracts/agency';

export const privateKeyFound =
  'holds a PRIVATE KEY, which nobody but the agency may have: whoever read this file, or a repository that it is in, can act as the agency. ' +
  'Take it out, tell the agency, and have it make a new pair: here stands the public key of that.';

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
