import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { AccountId } from '@signet/contracts/ids';
import { newId } from './new-id.ts';

/** The keys that open backups: one of each account, and one of each backup. What is sealed with both is unreadable as soon as either is gone. */
export type BackupKeys = {
  /** Deletes the key of an account, so that no backup of it can be read. */
  forgetAccount(accountId: AccountId): void;
  /** The keys of these accounts; whoever has none gets one. */
  ofAccounts(accountIds: readonly AccountId[]): readonly AccountKey[];
  /** Every account key that is left. */
  accounts(): readonly AccountKey[];
  /** A key for a backup that is made at `now`, in ms since the epoch. */
  ofNewBackup(now: number): { readonly id: string; readonly key: Buffer };
  /** Deletes the keys of backups that were made longer ago than `keptDays`. */
  forgetOldBackups(now: number): void;
  ofBackup(id: string): Buffer | undefined;
};

type AccountKey = {
  readonly accountId: AccountId;
  /** Names the key in a backup, so that no account is named there. */
  readonly name: string;
  readonly key: Buffer;
};

const backupKeyFile = 'backup-keys.sqlite';
const day = 24 * 60 * 60_000;
/** For so long a backup can be read. */
export const keptDays = 30;

/**
 * The keys in their own file, beside the bff's other keys and never in the database: it is copied to one other place only, over the copy
 * before it. It is opened for each question alone, because a backup is made beside the bff that serves.
 */
export function openBackupKeys(folder: string): BackupKeys {
  const file = path.join(folder, backupKeyFile);
  function asked<Answer>(question: (db: Database.Database) => Answer): Answer {
    const isNew = !existsSync(file);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const db = new Database(file);
    try {
      if (isNew) chmodSync(file, 0o600);
      // What is deleted is overwritten in the file, and its journal is emptied.
      for (const pragma of ['journal_mode = truncate', 'secure_delete = 1', 'synchronous = 2'])
        db.pragma(pragma);
      db.exec(tables);
      return db.transaction(() => question(db)).immediate();
    } finally {
      db.close();
    }
  }
  const every = (db: Database.Database) =>
    db.prepare('SELECT account_id AS accountId, name, key FROM account_keys').all() as AccountKey[];
  return {
    forgetAccount(accountId) {
      if (!existsSync(file)) return;
      asked((db) => db.prepare('DELETE FROM account_keys WHERE account_id = ?').run(accountId));
    },
    ofAccounts: (accountIds) =>
      asked((db) => {
        const add = db.prepare('INSERT OR IGNORE INTO account_keys VALUES (?, ?, ?)');
        for (const accountId of accountIds) add.run(accountId, newId('bkn'), randomBytes(32));
        const wanted = new Set(accountIds);
        return every(db).filter(({ accountId }) => wanted.has(accountId));
      }),
    accounts: () => (existsSync(file) ? asked(every) : []),
    ofNewBackup: (now) =>
      asked((db) => {
        const made = { id: newId('bak'), key: randomBytes(32) };
        db.prepare('INSERT INTO backups VALUES (?, ?, ?)').run(made.id, made.key, now);
        return made;
      }),
    forgetOldBackups(now) {
      asked((db) => db.prepare('DELETE FROM backups WHERE made_at < ?').run(now - keptDays * day));
    },
    ofBackup: (id) =>
      existsSync(file)
        ? asked(
            (db) =>
              db.prepare('SELECT key FROM backups WHERE id = ?').pluck().get(id) as
                | Buffer
                | undefined,
          )
        : undefined,
  };
}

const tables = `
  CREATE TABLE IF NOT EXISTS account_keys (
    account_id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, key BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS backups (
    id TEXT PRIMARY KEY, key BLOB NOT NULL, made_at INTEGER NOT NULL
  ) STRICT;
`;
