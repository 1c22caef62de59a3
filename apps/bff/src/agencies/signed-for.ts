type Purpose = 'client-authentication+jwt' | 'oauth-authz-req+jwt';

/**
 * RFC 8725 §3.11, RFC 9101 §10.8: what an agency signed for one purpose serves no other, as far as its `typ` says what it is. Many name
 * none, or only that it is a JWT.
 */
export function isSignedFor(purpose: Purpose, typ: unknown): boolean {
  if (typ === undefined) return true;
  if (typeof typ !== 'string') return false;
  return ['jwt', purpose].includes(typ.toLowerCase().replace(/^application\//, ''));
}
