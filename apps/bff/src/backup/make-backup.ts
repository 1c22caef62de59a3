import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { AccountId } from '@signet/contracts/ids';
import { newId } from '../keys/new-id.ts';
import { credentialOwner } from '../credential-status/owner.ts';
import type { Bff } from '../bff.ts';
import {
  digestOfLines,
  end,
  format,
  nobody,
  sealLine,
  type Head,
  type Row,
  type Rows,
} from './backup-file.ts';
import { accountTables, changesOf, commonTables, ownerTables } from './tables.ts';

/**
 * Writes what the database of `db` holds at one moment to a new file, each account sealed with a key of its own, while the bff goes on
 * serving. Answers how many accounts it holds. The file is complete or not there.
 */
export function makeBackup(bff: Backed, file: string, now: number): number {
  const { db, backupKeys: keys } = bff;
  const partial = `${file}.${newId('prt')}`;
  const out = openSync(partial, 'wx', 0o600);
  try {
    const ids = db.$client.transaction(() => writeLines(bff, out, now))();
    // Whoever was deleted meanwhile may have got a key just before, and is not to be read with it. Of others nothing is known: this may be
    // an empty database, made before the backup that has them is restored.
    const isThere = db.$client.prepare('SELECT 1 FROM accounts WHERE id = ?').pluck();
    for (const id of ids) if (isThere.get(id) === undefined) keys.forgetAccount(id);
    fsyncSync(out);
    closeSync(out);
    renameSync(partial, file);
    return ids.length;
  } catch (cause) {
    rmSync(partial, { force: true });
    throw cause;
  }
}

type Backed = Pick<Bff, 'db' | 'keys' | 'backupKeys'>;

/** Answers whom it wrote down. */
function writeLines(bff: Backed, out: number, now: number): readonly AccountId[] {
  const { db, backupKeys: keys } = bff;
  const { $client } = db;
  const ids = $client.prepare('SELECT id FROM accounts').pluck().all() as AccountId[];
  const accountKeys = keys.ofAccounts(ids);
  const { id: backup, key: backupKey } = keys.ofNewBackup(now);
  const seen = digestOfLines();
  const write = (line: string) => {
    seen.add(line);
    writeSync(out, `${line}\n`);
  };
  const head: Head = { format, id: backup, at: now, changes: changesOf($client) };
  write(JSON.stringify(head));
  const common = Object.entries(commonTables).map(
    ([table, ofNobody]) =>
      [
        table,
        $client.prepare(`SELECT * FROM "${table}" WHERE ${ofNobody}`).all() as Row[],
      ] as const,
  );
  write(sealLine({ backup, backupKey, of: nobody }, Object.fromEntries(common)));
  const select = (table: string, owner: string) =>
    $client.prepare(`SELECT * FROM "${table}" WHERE ${owner} = ?`);
  const byAccount = Object.entries(accountTables).map(
    ([table, owner]) => [table, select(table, owner)] as const,
  );
  const byOwner = ownerTables.map((table) => [table, select(table, 'owner_digest')] as const);
  for (const { accountId, name, key: accountKey } of accountKeys) {
    const owner = credentialOwner(bff, accountId);
    const rows: Rows = Object.fromEntries([
      ...byAccount.map(([table, of]) => [table, of.all(accountId) as Row[]] as const),
      ...byOwner.map(([table, of]) => [table, of.all(owner) as Row[]] as const),
    ]);
    write(sealLine({ backup, backupKey, of: name, accountKey }, rows));
  }
  writeSync(out, `${sealLine({ backup, backupKey, of: end }, seen.sum())}\n`);
  return ids;
}
