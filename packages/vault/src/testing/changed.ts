/** A copy of `stored` with the changes of a vector made to it, in order. Without a value, the path is deleted. */
export function changed<Stored>(
  stored: Stored,
  changes: readonly { readonly path: readonly (string | number)[]; readonly value?: unknown }[],
): Stored {
  const copy = structuredClone(stored);
  for (const change of changes) {
    const keys = [...change.path];
    const last = keys.pop();
    let target = copy as Record<string | number, unknown>;
    for (const key of keys) target = target[key] as typeof target;
    if (last === undefined) throw new Error('a change needs a path');
    if ('value' in change) target[last] = change.value;
    else delete target[last];
  }
  return copy;
}
