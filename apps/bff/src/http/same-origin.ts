/**
 * WEB-2: a request that changes something comes from our own pages. Fetch Metadata says so in every current browser; where
 * it is absent, the Origin header must be ours.
 */
export function isSameOrigin(request: Request, issuer: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== issuer) return false;
  return site === null ? origin === issuer : site === 'same-origin';
}
