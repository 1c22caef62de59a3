import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { closeDatabase, openDatabase } from '../db/open.ts';
import { openBackupKeys } from '../keys/backup-keys.ts';
import { createKeys } from '../keys/create-keys.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { longUsed } from '../testing/long-used.ts';
import { everyRow, tracesOf } from '../testing/whole-database.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { accountTables, changesOf, commonTables, leftOut, ownerTables } from './tables.ts';

const password = 'a quiet harbor before seven';
const day = 24 * 60 * 60_000;
let house: House;
let folder: string;
beforeAll(async () => {
  house = await openHouse();
  folder = mkdtempSync(path.join(os.tmpdir(), 'signet-backups-'));
  await longUsed(house, 'staying@example.test', password);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await house.close();
});

let files = 0;
const newFile = () => path.join(folder, `${(files += 1)}`);
function backup(bff: Bff = house.bff): string {
  const file = newFile();
  makeBackup(bff, file, bff.now());
  return file;
}

/** The rows of what a backup makes, written out. */
async function restored(file: string) {
  const databaseFile = newFile();
  const counts = await restoreBackup(file, house.bff.backupKeys, databaseFile);
  const db = openDatabase(databaseFile);
  const rows = everyRow(db);
  closeDatabase(db);
  return { counts, rows, bytes: readFileSync(databaseFile) };
}
const problemOf = (file: string, databaseFile = newFile()) =>
  restoreBackup(file, house.bff.backupKeys, databaseFile).then(
    () => 'restored',
    (cause: Error) => `${cause.message}${existsSync(`${databaseFile}.restoring`) ? ' (left)' : ''}`,
  );

test('every table is backed up or said to be left out', () => {
  const named = [
    ...Object.keys(accountTables),
    ...Object.entries(commonTables).flatMap(([name, which]) => (which === 'true' ? [name] : [])),
    ...ownerTables,
    ...leftOut,
  ];
  const { $client } = house.bff.db;
  const tables = $client
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migrations'")
    .pluck()
    .all();
  expect(named.toSorted()).toEqual((tables as string[]).toSorted());
});

test('a backup brings back every row but those of minutes or hours, and the rules for deciding', async () => {
  const before = everyRow(house.bff.db);
  const { counts, rows } = await restored(backup());
  expect(counts).toMatchObject({ accounts: 1, deletedSince: 0 });
  const kept = [...before].filter(
    ([, { table }]) => !(leftOut as readonly string[]).includes(table),
  );
  expect(kept.length).toBeGreaterThan(40);
  expect([...rows.keys()].toSorted()).toEqual(kept.map(([written]) => written).toSorted());
});

test('the file says nothing of anybody', async () => {
  const bytes = readFileSync(backup());
  const rows = [...everyRow(house.bff.db).values()];
  expect(rows.flatMap(({ row }) => tracesOf(row)).filter((trace) => bytes.includes(trace))).toEqual(
    [],
  );
});

test('nothing of a deleted account can be found in a backup, nor is it brought back by one (AUTH-25)', async () => {
  const before = everyRow(house.bff.db);
  const others = new Set([...before.values()].flatMap(({ row }) => tracesOf(row)));
  const owner = await longUsed(house, 'leaving@example.test', password);
  const theirs = [...everyRow(house.bff.db)]
    .filter(([written, { table }]) => !before.has(written) && table in accountTables)
    .flatMap(([, { row }]) => tracesOf(row))
    .filter((trace) => !others.has(trace));
  const file = backup();
  const meanwhile = await restored(file);
  expect(meanwhile.counts.accounts).toBe(2);
  expect(theirs.filter((trace) => meanwhile.bytes.includes(trace))).toHaveLength(theirs.length);

  await owner.unlock(password);
  expect((await owner.ask('deleteAccount', {})).status).toBe(200);
  const after = await restored(file);
  expect(after.counts).toMatchObject({ accounts: 1, deletedSince: 1 });
  expect(theirs.filter((trace) => after.bytes.includes(trace))).toEqual([]);
  expect(house.bff.backupKeys.accounts()).toHaveLength(1);
});

test('who is deleted while a backup is made cannot be read in it (AUTH-25)', async () => {
  const owner = createCitizen(house, 'hurried@example.test');
  const { stored } = await owner.signUp(password);
  const { bff } = house;
  const reader = house.reopened();
  const file = backup({
    ...bff,
    db: reader.db,
    backupKeys: {
      ...bff.backupKeys,
      ofAccounts(ids) {
        bff.db.$client.prepare('DELETE FROM accounts WHERE id = ?').run(stored.accountId);
        return bff.backupKeys.ofAccounts(ids);
      },
    },
  });
  reader.close();
  expect((await restored(file)).counts).toMatchObject({ accounts: 1, deletedSince: 1 });
});

test('after thirty days a backup is unreadable for everybody (AUTH-25)', async () => {
  const first = backup();
  const { backupKeys, now } = house.bff;
  backupKeys.forgetOldBackups(now() + 29 * day);
  expect(await problemOf(first)).toBe('restored');
  backupKeys.forgetOldBackups(now() + 31 * day);
  expect(await problemOf(first)).toMatch(/^The key of this backup is gone/);
});

test('a backup of an empty database, made before one is restored, spoils none', async () => {
  const file = backup();
  const empty = openDatabase(':memory:');
  backup({ ...house.bff, db: empty });
  expect((await restored(file)).counts).toMatchObject({ accounts: 1, deletedSince: 0 });
});

test('an altered backup makes no database', async () => {
  const lines = readFileSync(backup(), 'utf8').trimEnd().split('\n');
  const other = readFileSync(backup(), 'utf8').trimEnd().split('\n');
  const [head = '', common = '', one = '', last = ''] = lines;
  expect(lines).toHaveLength(4);
  const changed = one.replace(/.(?=.{20}$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
  const bad: Record<string, string[]> = {
    'an account changed': [head, common, changed, last],
    'an account left out': [head, common, last],
    'an account twice': [head, common, one, one, last],
    'the end left out': [head, common, one],
    'more after the end': [head, common, one, last, one],
    'an account of another backup': [head, common, other[2] ?? '', last],
    'the end of another backup': [head, common, one, other[3] ?? ''],
    'the head changed': [head.replace(/"at":\d/, '"at":9'), common, one, last],
    'no line of ours': ['what is this'],
    nothing: [],
  };
  for (const [what, kept] of Object.entries(bad)) {
    const file = newFile();
    writeFileSync(file, kept.map((line) => `${line}\n`).join(''));
    expect(await problemOf(file), what).toBe('The backup is not whole, or was altered.');
  }
});

test('a backup of a release whose tables had other changes is refused with which, though the last is the same', async () => {
  const { $client } = house.bff.db;
  const names = changesOf($client);
  const [first = '', second = ''] = names;
  const madeBy = async (changes: readonly string[]) => {
    const older = openDatabase(':memory:');
    older.$client.exec('DELETE FROM migrations');
    for (const name of changes)
      older.$client.prepare('INSERT INTO migrations (name) VALUES (?)').run(name);
    const problem = await problemOf(backup({ ...house.bff, db: older }));
    older.$client.close();
    return problem;
  };
  const another = (why: string) =>
    `The backup was made by another release (${why}): restore it with that one, then start this one.`;
  expect(await madeBy(names)).toBe('restored');
  expect(await madeBy(names.filter((name) => name !== second))).toBe(
    another(`ours were changed by ${second}, its were not`),
  );
  expect(await madeBy([first, '0001-of-a-branch.sql', ...names.slice(2)])).toBe(
    another(
      `its tables were changed by 0001-of-a-branch.sql, ours were not; ours were changed by ${second}, its were not`,
    ),
  );
  const file = newFile();
  writeFileSync(
    file,
    `${JSON.stringify({ format: 'signet backup 1', id: 'x', at: 1, tables: second })}\n`,
  );
  expect(await problemOf(file)).toBe(another('it is written otherwise'));
});

test('no database is replaced', async () => {
  const there = newFile();
  writeFileSync(there, 'a database');
  expect(await problemOf(backup(), there)).toMatch(/^There is a database already/);
  expect(readFileSync(there, 'utf8')).toBe('a database');
  const log = newFile();
  writeFileSync(`${log}-wal`, 'the log of a database that was killed');
  expect(await problemOf(backup(), log)).toMatch(/^There is a database already, or its log/);
});

test('the command makes a backup of an installation, and an installation of a backup', async () => {
  const installation = path.join(folder, 'installation');
  const keyFolder = path.join(installation, 'keys', 'bff');
  const database = path.join(installation, 'data', 'signet.sqlite');
  await createKeys(keyFolder, path.join(installation, 'keys', 'opaque'));
  mkdirSync(path.dirname(database), { recursive: true });
  const copied = newFile();
  await restoreBackup(backup(), house.bff.backupKeys, database);
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...words], {
      env: { ...process.env, SIGNET_HOME: installation, NODE_NO_WARNINGS: '1' },
    }).then(
      ({ stdout }) => stdout.trim(),
      ({ stderr }: { stderr: string }) => stderr.trim(),
    );
  expect(await run('make', copied)).toBe('1 accounts, readable for 30 days');
  expect(await run('make', copied)).toContain('exists already');
  expect(await run('restore', copied)).toMatch(/^There is a database already/);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
  expect(await run('restore', copied)).toMatch(/^1 accounts of 20.*; 0 were deleted since/);
  expect(
    openBackupKeys(keyFolder)
      .accounts()
      .map(({ accountId }): AccountId => accountId),
  ).toHaveLength(1);
  expect(await run('restore')).toMatch(/^usage:/);
});
