/** Many times what ten keys with their certificates take: of what an agency has at its `jwksUri` no more is read (AGENCY-47). */
export const longestKeySet = 128 * 1_024;

/** RFC 7517 §5: what a JWK Set holds; nothing where the text is none. */
export function keysIn(text: string): readonly unknown[] {
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown };
    return Array.isArray(keys) ? keys : [];
  } catch {
    return [];
  }
}
