import { existsSync } from 'node:fs';
import path from 'node:path';
import { openToRead } from '../db/open.ts';
import { instant } from '../instant.ts';
import { keptDays, openBackupKeys } from '../keys/backup-keys.ts';
import { readBffKeys } from '../keys/bff-keys.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

/**
 * `npm run -s backup`: copies of the database that a deleted account is gone from (AUTH-25). It opens nothing of an account and changes
 * none (AUTH-20): a backup is restored only where there is no database.
 */
const usage = `usage:
  backup make FILE      writes a backup, while Signet runs; it can be read for ${keptDays} days
  backup restore FILE   makes the database of a backup, where there is none, while Signet is stopped`;

const home = path.resolve(process.env['SIGNET_HOME'] ?? '.signet');
const dataFolder = process.env['SIGNET_DATA'] ?? path.join(home, 'data');
const keyFolder = process.env['SIGNET_BFF_KEYS'] ?? path.join(home, 'keys', 'bff');
const backupKeys = openBackupKeys(keyFolder);
const database = path.join(dataFolder, 'signet.sqlite');

try {
  // A bff that is stopped does not.
  backupKeys.forgetOldBackups(Date.now());
  const [command, file, ...rest] = process.argv.slice(2);
  if (file === undefined || rest.length > 0) throw new Error(usage);
  if (command === 'make') make(file);
  else if (command === 'restore') await restore(file);
  else throw new Error(usage);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : 'that did not work');
  process.exit(1);
}

function make(file: string): void {
  if (!existsSync(database)) throw new Error(`There is no installation at ${dataFolder}.`);
  if (existsSync(file)) throw new Error(`${file} exists already; a backup is a new file.`);
  const db = openToRead(database);
  try {
    const count = makeBackup({ db, backupKeys, keys: readBffKeys(keyFolder) }, file, Date.now());
    console.log(`${count} accounts, readable for ${keptDays} days`);
  } finally {
    db.$client.close();
  }
}

async function restore(file: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`);
  const { accounts, deletedSince, at } = await restoreBackup(file, backupKeys, database);
  console.log(
    `${accounts} accounts of ${instant(at)}; ${deletedSince} were deleted since, and stay deleted`,
  );
}
