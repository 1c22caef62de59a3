import type Database from 'better-sqlite3';

/** More than this process has different statements; lists of varying length could make more of them. */
const most = 500;

/**
 * Drizzle prepares its SQL anew for every query, which costs more than most of our queries do. Here the same text gets the same
 * prepared statement again; one that is being read stays with its reader.
 */
export function keepStatements(client: Database.Database): void {
  const kept = new Map<string, Database.Statement>();
  const prepare = client.prepare.bind(client) as (sql: string) => Database.Statement;
  const prepareOnce = (sql: string): Database.Statement => {
    const found = kept.get(sql);
    if (found !== undefined && !found.busy) return found.reader ? found.raw(false) : found;
    const made = prepare(sql);
    if (kept.size >= most) kept.clear();
    kept.set(sql, made);
    return made;
  };
  Object.defineProperty(client, 'prepare', { value: prepareOnce });
}
