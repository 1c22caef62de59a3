import type { IncomingHttpHeaders } from 'node:http';

/**
 * WEB-2: a request that changes something comes from our own pages. Fetch Metadata says so in every current browser; where
 * it is absent, the Origin header must be ours.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, issuer: string): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin !== undefined && origin !== issuer) return false;
  return site === undefined ? origin === issuer : site === 'same-origin';
}
