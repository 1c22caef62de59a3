import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import type { Agency } from '@signet/contracts/registry';
import { onlyRegisteredKeys } from './registered-keys.ts';

/** One per client for the life of the process: jose remembers what it fetched, and fetches again for a key it does not know. */
const fetched = new Map<string, JWTVerifyGetKey>();

/** The keys that verify what an agency signs: as registered, or as it publishes them. */
export function keysOfAgency({
  clientId,
  jwks,
  jwksUri,
  jwksThumbprints = [],
}: Agency): JWTVerifyGetKey {
  if (jwks !== undefined) return createLocalJWKSet(jwks as Parameters<typeof createLocalJWKSet>[0]);
  if (jwksUri === undefined) throw new Error('an agency without keys');
  const place = [clientId, jwksUri, ...jwksThumbprints].join(' ');
  const known = fetched.get(place);
  if (known !== undefined) return known;
  const keys = createRemoteJWKSet(new URL(jwksUri), {
    timeoutDuration: 3_000,
    [customFetch]: async (url, options) =>
      onlyRegisteredKeys(await fetch(url, options), (one) => jwksThumbprints.includes(one)),
  });
  fetched.set(place, keys);
  return keys;
}
