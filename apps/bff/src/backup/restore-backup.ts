import { createReadStream, existsSync, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { closeDatabase, openDatabase, type Db } from '../db/open.ts';
import type { BackupKeys } from '../keys/backup-keys.ts';
import {
  digestOfLines,
  end,
  format,
  headSchema,
  lineSchema,
  nobody,
  openLine,
  rowsSchema,
  type Head,
  type Row,
} from './backup-file.ts';
import { changesOf } from './tables.ts';

export type Restored = {
  readonly accounts: number;
  /** Accounts that are in the backup and have no key any more. */
  readonly deletedSince: number;
  /** When the backup was made, in ms since the epoch. */
  readonly at: number;
};

/**
 * Makes a database of a backup, where there is none. Accounts that were deleted since have no key any more and stay deleted. Throws, in
 * one sentence, when the backup is not whole or not of this release, and then leaves nothing behind.
 */
export async function restoreBackup(
  backupFile: string,
  keys: BackupKeys,
  databaseFile: string,
): Promise<Restored> {
  if (filesOf(databaseFile).some((file) => existsSync(file)))
    throw new Error(
      'There is a database already, or its log; a backup is restored only where there is neither.',
    );
  const partial = `${databaseFile}.restoring`;
  const remove = () => {
    for (const file of filesOf(partial)) rmSync(file, { force: true });
  };
  remove();
  const db = openDatabase(partial);
  try {
    const counts = await fill(db, backupFile, keys);
    closeDatabase(db);
    renameSync(partial, databaseFile);
    remove();
    return counts;
  } catch (cause) {
    db.$client.close();
    remove();
    throw cause;
  }
}

/** A log that was left without its database would be played over the one that takes its place. */
const filesOf = (database: string) => ['', '-wal', '-shm'].map((suffix) => `${database}${suffix}`);

async function fill(db: Db, backupFile: string, keys: BackupKeys) {
  const { $client } = db;
  const triggers = $client
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all() as { readonly name: string; readonly sql: string }[];
  $client.exec('BEGIN IMMEDIATE');
  // What was decided comes back as it was; the rules for deciding hold again afterwards.
  for (const { name } of triggers) $client.exec(`DROP TRIGGER "${name}"`);
  $client.pragma('defer_foreign_keys = 1');
  const counts = await readLines(db, backupFile, keys);
  for (const { sql } of triggers) $client.exec(sql);
  $client.exec('COMMIT');
  return counts;
}

async function readLines(db: Db, backupFile: string, keys: BackupKeys) {
  const byName = new Map(keys.accounts().map(({ name, key }) => [name, key]));
  const seen = digestOfLines();
  const found = { accounts: 0, deletedSince: 0, at: 0 };
  let head: Head | undefined;
  let backupKey: Buffer | undefined;
  let isWhole = false;
  for await (const text of createInterface({ input: createReadStream(backupFile) })) {
    if (isWhole) throw notWhole();
    if (head === undefined || backupKey === undefined) {
      head = headOf(db, text);
      found.at = head.at;
      backupKey = keys.ofBackup(head.id);
      if (backupKey === undefined)
        throw new Error('The key of this backup is gone: it is too old, or of another Signet.');
      seen.add(text);
      continue;
    }
    const { of, sealed } = parsed(lineSchema, text);
    const line = { backup: head.id, backupKey, of };
    if (of === end) {
      isWhole = JSON.stringify(opened(line, sealed)) === JSON.stringify(seen.sum());
      if (!isWhole) throw notWhole();
      continue;
    }
    seen.add(text);
    const accountKey = byName.get(of);
    if (of === nobody) insert(db, opened(line, sealed));
    else if (accountKey === undefined) found.deletedSince += 1;
    else {
      insert(db, opened({ ...line, accountKey }, sealed));
      found.accounts += 1;
    }
  }
  if (!isWhole) throw notWhole();
  return found;
}

const notWhole = () => new Error('The backup is not whole, or was altered.');

function headOf({ $client }: Db, text: string): Head {
  if (parsed(formatSchema, text).format !== format)
    throw ofAnotherRelease('it is written otherwise');
  const head = parsed(headSchema, text);
  const ours = changesOf($client);
  const [more, missing] = [
    head.changes.filter((name) => !ours.includes(name)),
    ours.filter((name) => !head.changes.includes(name)),
  ];
  const differences = [
    ...(more.length > 0 ? [`its tables were changed by ${more.join(', ')}, ours were not`] : []),
    ...(missing.length > 0 ? [`ours were changed by ${missing.join(', ')}, its were not`] : []),
  ];
  if (differences.length > 0) throw ofAnotherRelease(differences.join('; '));
  return head;
}

const formatSchema = v.object({ format: v.string() });

const ofAnotherRelease = (why: string) =>
  new Error(
    `The backup was made by another release (${why}): restore it with that one, then start this one.`,
  );

function parsed<Schema extends v.GenericSchema>(schema: Schema, text: string) {
  return orNotWhole(() => v.parse(schema, JSON.parse(text)));
}

function opened(line: Parameters<typeof openLine>[0], sealed: string): unknown {
  return orNotWhole(() => openLine(line, sealed));
}

function insert({ $client }: Db, rows: unknown): void {
  orNotWhole(() => {
    for (const [table, of] of Object.entries(v.parse(rowsSchema, rows)))
      for (const row of of) insertRow($client, table, row);
  });
}

function orNotWhole<Value>(work: () => Value): Value {
  try {
    return work();
  } catch {
    throw notWhole();
  }
}

function insertRow($client: Db['$client'], table: string, row: Row): void {
  const names = Object.keys(row);
  $client
    .prepare(
      `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    )
    .run(Object.values(row));
}
