import type { Db } from './open.ts';

/**
 * A query that nearly every request asks. Drizzle's building of its SQL costs more than SQLite's answer, so it is built once for each
 * connection. A transaction is on the same connection as what began it, and what was built runs within it.
 */
export function builtOnce<Query>(build: (db: Db) => Query): (db: object) => Query {
  const built = new WeakMap<object, Query>();
  return (db) => {
    // Drizzle has the session on both, the connection and its transactions, and leaves it out of its types.
    const { session } = db as { readonly session: object };
    const found = built.get(session);
    if (found !== undefined) return found;
    const made = build(db as Db);
    built.set(session, made);
    return made;
  };
}
