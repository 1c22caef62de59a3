import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import type { Agency } from '@signet/contracts/registry';

/** One per address for the life of the process: jose remembers what it fetched, and fetches again for a key it does not know. */
const fetched = new Map<string, JWTVerifyGetKey>();

/** The keys that verify what an agency signs: as registered, or as it publishes them. */
export function keysOfAgency({ jwks, jwksUri }: Agency): JWTVerifyGetKey {
  if (jwks !== undefined) return createLocalJWKSet(jwks as Parameters<typeof createLocalJWKSet>[0]);
  if (jwksUri === undefined) throw new Error('an agency without keys');
  const known = fetched.get(jwksUri);
  if (known !== undefined) return known;
  const keys = createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: 3_000 });
  fetched.set(jwksUri, keys);
  return keys;
}
