import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import type { Agency } from '@signet/contracts/registry';
import type { Bff } from '../bff.ts';
import { fetchRegisteredKeys } from './registered-keys.ts';
import { verificationKey } from './verification-key.ts';

/** AGENCY-47: an agency takes a key back by publishing it no more; the provider's engine looks again after a minute, too. */
const cacheMaxAge = 60_000;

type Parts = Pick<Bff, 'db' | 'keys' | 'now' | 'registry'>;

/** One per client for the life of the process: jose remembers what it fetched, and fetches again for a key it does not know. */
const fetched = new WeakMap<Bff['db'], Map<string, JWTVerifyGetKey>>();

/**
 * What the agency signed says, checked with whichever of its keys fits: who registered a certificate with Login.gov names its key as its
 * library likes, or not at all. Throws errors of jose.
 */
export async function verifyByAgency(
  bff: Parts,
  agency: Agency,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  const keys = keysOfAgency(bff, agency);
  const anyKey: JWTVerifyGetKey = ({ kid: _any, ...header }, input) => keys(header, input);
  try {
    return (await jwtVerify(token, anyKey, options)).payload;
  } catch (several) {
    if (!(several instanceof errors.JWKSMultipleMatchingKeys)) throw several;
    for await (const key of several) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (problem) {
        if (!(problem instanceof errors.JWSSignatureVerificationFailed)) throw problem;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** The keys that verify what an agency signs: as registered, or as it publishes them. */
function keysOfAgency(
  bff: Parts,
  { clientId, jwks, jwksUri, jwksThumbprints = [] }: Agency,
): JWTVerifyGetKey {
  if (jwks !== undefined)
    return createLocalJWKSet({ keys: jwks.keys.map(verificationKey) as JWK[] });
  if (jwksUri === undefined) throw new Error('an agency without keys');
  const place = [clientId, jwksUri, ...jwksThumbprints].join(' ');
  const ofProcess = fetched.get(bff.db) ?? new Map<string, JWTVerifyGetKey>();
  fetched.set(bff.db, ofProcess);
  const known = ofProcess.get(place);
  if (known !== undefined) return known;
  const keys = createRemoteJWKSet(new URL(jwksUri), {
    timeoutDuration: 3_000,
    cacheMaxAge,
    [customFetch]: (url, options) =>
      fetchRegisteredKeys(bff, url, options, (one) => jwksThumbprints.includes(one)),
  });
  ofProcess.set(place, keys);
  return keys;
}
