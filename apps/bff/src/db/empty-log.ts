import { log } from '../audit/log.ts';
import type { Db } from './open.ts';

/** Whose write-ahead log still holds what was deleted, because somebody was reading it. */
const owed = new WeakSet<Db>();

/**
 * Takes what was deleted out of the write-ahead log too (AUTH-12). Another process that reads at that moment, such as one that makes
 * a backup, keeps it there: then that is said, and `emptyOwedLog` tries again.
 */
export function emptyLog(db: Db): void {
  const [outcome] = db.$client.pragma('wal_checkpoint(TRUNCATE)') as [{ readonly busy: number }];
  if (outcome.busy === 0) owed.delete(db);
  else {
    owed.add(db);
    log('write-ahead-log-not-emptied');
  }
}

export function emptyOwedLog(db: Db): void {
  if (owed.has(db)) emptyLog(db);
}
