import { chmodSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { emptyLog } from './empty-log.ts';
import { keepStatements } from './keep-statements.ts';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';

export type Db = BetterSQLite3Database & { readonly $client: Database.Database };

/**
 * Set on every connection and read back: better-sqlite3 lowers `synchronous` to NORMAL once WAL is on, which loses
 * acknowledged commits when the power fails; without `secure_delete` deleted rows stay in the file.
 */
// prettier-ignore
const pragmas = [
  ['journal_mode',  'wal'],
  ['synchronous',   2],
  ['secure_delete', 1],
  ['foreign_keys',  1],
  ['trusted_schema', 0],
  ['cell_size_check', 1],
  ['busy_timeout',  5000],
  ['temp_store',    2],
] as const;

/** Opens the database of a file (mode 0600) or of memory, and brings its tables up to date. */
export function openDatabase(file: string): Db {
  const inMemory = file === ':memory:';
  if (!inMemory) mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const client = new Database(file);
  if (!inMemory) chmodSync(file, 0o600);
  for (const [name, value] of pragmas) {
    client.pragma(`${name} = ${value}`);
    const found: unknown = client.pragma(name, { simple: true });
    if (found !== value && !(inMemory && name === 'journal_mode')) {
      throw new Error(`the database does not keep ${name} = ${value}`);
    }
  }
  migrate(client);
  keepStatements(client);
  return drizzle(client) as Db;
}

/** Truncates the write-ahead log, so that nothing deleted lingers in it, and closes. */
export function closeDatabase(db: Db): void {
  emptyLog(db);
  db.$client.close();
}

/** The database of a file that is there, beside whoever serves it: nothing can be written through it. */
export function openToRead(file: string): Db {
  return drizzle(new Database(file, { readonly: true, fileMustExist: true })) as Db;
}

/** https://www.sqlite.org/lang_altertable.html §7: with foreign keys on, replacing a table would empty those that refer to it. */
function migrate(client: Database.Database): void {
  client.pragma('foreign_keys = 0');
  // Another process may have begun at the same moment: whoever has the lock looks, and the other one then finds all of it done.
  if (look(client).left.length > 0) client.transaction(() => runLeft(client)).immediate();
  client.pragma('foreign_keys = 1');
  if (client.pragma('foreign_keys', { simple: true }) !== 1)
    throw new Error('the database does not keep its foreign keys');
}

const folder = path.join(import.meta.dirname, 'migrations');

/** Which migrations ran, and which are left. */
function look(client: Database.Database) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted();
  const isNoted = client.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'migrations'`).get();
  const noted = isNoted ? client.prepare('SELECT name FROM migrations').pluck().all() : [];
  // Until there was this table, `user_version` counted the files from the first on.
  const counted = Number(client.pragma('user_version', { simple: true }));
  const done = new Set(noted.length === 0 ? files.slice(0, counted) : noted);
  return { done, left: files.filter((name) => !done.has(name)) };
}

function runLeft(client: Database.Database): void {
  client.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT');
  const keep = client.prepare('INSERT OR IGNORE INTO migrations (name) VALUES (?)');
  const { done, left } = look(client);
  for (const name of done) keep.run(name);
  for (const name of left) {
    client.exec(readFileSync(path.join(folder, name), 'utf8'));
    const broken = client.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0)
      throw new Error(`the migration ${name} would leave rows without a parent`);
    keep.run(name);
  }
}
