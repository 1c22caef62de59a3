import { randomBytes } from 'node:crypto';
import type { Db } from '../db/open.ts';

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

const tablesOf = ({ $client }: Db) =>
  $client
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migrations'")
    .pluck()
    .all() as string[];

/** Every row of every table, each written out with the name of its table. */
export function everyRow(db: Db): ReadonlyMap<string, { readonly table: string; row: Row }> {
  return new Map(
    tablesOf(db).flatMap((table) =>
      (db.$client.prepare(`SELECT * FROM "${table}"`).all() as Row[]).map(
        (row) => [`${table} ${JSON.stringify(row)}`, { table, row }] as const,
      ),
    ),
  );
}

/** Tables whose rows belong to an account, by a column or by a row that does. */
export function tablesOfAccounts(db: Db): string[] {
  const owners = new Set(['accounts']);
  const refers = (table: string) =>
    (db.$client.pragma(`foreign_key_list("${table}")`) as { table: string }[]).some((to) =>
      owners.has(to.table),
    );
  const named = (table: string) =>
    (db.$client.pragma(`table_info("${table}")`) as { name: string }[]).some(({ name }) =>
      ['account_id', 'owner_digest'].includes(name),
    );
  for (let before = 0; before !== owners.size;) {
    before = owners.size;
    for (const table of tablesOf(db)) if (refers(table) || named(table)) owners.add(table);
  }
  return [...owners];
}

/** Writes a row as it would be after much use: what is not said is a number, or text that is found again. */
export function putRow(db: Db, table: string, said: Row): void {
  const columns = db.$client.pragma(`table_info("${table}")`) as {
    readonly name: string;
    readonly type: string;
  }[];
  const row = Object.fromEntries(
    columns.map(({ name, type }) => [
      name,
      name in said
        ? (said[name] ?? null)
        : type === 'INTEGER'
          ? 2_000_000_000_000 + Math.floor(Math.random() * 1e9)
          : randomBytes(24).toString('base64url'),
    ]),
  );
  const names = Object.keys(row);
  db.$client
    .prepare(
      `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
    )
    .run(row);
}

/** What a row says that nobody else's would: texts and numbers of some length. */
export function tracesOf(row: Row): string[] {
  return Object.values(row).filter(
    (value): value is string => typeof value === 'string' && value.length >= 20,
  );
}
