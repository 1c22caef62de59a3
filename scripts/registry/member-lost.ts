/** Names that the schema passes over without a word, since they would reach what every object has. */
const passedOver = ['__proto__', 'prototype', 'constructor'];

/** Where such a member stands: whoever wrote it would find it nowhere. */
export function memberLost(
  value: unknown,
  steps: readonly (string | number)[] = [],
): readonly (string | number)[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, one] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const at = [...steps, key];
    const found = passedOver.includes(String(key)) ? at : memberLost(one, at);
    if (found !== undefined) return found;
  }
  return undefined;
}
