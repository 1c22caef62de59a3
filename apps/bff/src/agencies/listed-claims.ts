import type { ClaimsSection } from '@signet/contracts/requested-claims';

/**
 * The engine passes on only what is an object, so several requests for `verified_claims` ride through it inside of one, and
 * are a list again on the other side.
 */
export function wrapList(section: ClaimsSection): ClaimsSection {
  const { verified_claims: asked } = section;
  return Array.isArray(asked) ? { ...section, verified_claims: { list: asked } } : section;
}

export function unwrapList(section: ClaimsSection): ClaimsSection {
  const { verified_claims: asked } = section;
  const list = (asked as { readonly list?: unknown } | null | undefined)?.list;
  return Array.isArray(list) ? { ...section, verified_claims: list } : section;
}
