import type { ClaimsSection } from '@signet/contracts/requested-claims';

/**
 * The engine passes on only what is an object, so several requests for `verified_claims` ride through it inside of one, and
 * are a list again on the other side. A `list` that the agency wrote itself was looked at by nobody, and means nothing.
 */
export function wrapList(section: ClaimsSection): ClaimsSection {
  const { verified_claims: asked } = section;
  if (Array.isArray(asked)) return { ...section, verified_claims: { list: asked } };
  if (typeof asked !== 'object' || asked === null) return section;
  const { list: _unread, ...one } = asked as { readonly list?: unknown };
  return { ...section, verified_claims: one };
}

export function unwrapList(section: ClaimsSection): ClaimsSection {
  const { verified_claims: asked } = section;
  const list = (asked as { readonly list?: unknown } | null | undefined)?.list;
  return Array.isArray(list) ? { ...section, verified_claims: list } : section;
}
