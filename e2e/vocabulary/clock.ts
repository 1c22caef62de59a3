import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { foldersOf } from '../../scripts/launch/plan.ts';
import { testHome } from '../house/test-plan.ts';

/** A quarter of an hour is over for every code that a telephone could scan. */
export function letTheQuarterHourPass(): void {
  move(`UPDATE hand_offs SET expires_at = ${Date.now() - 1_000}`);
}

/** The day that a reset or a new second step takes is over for everybody who waits. Nothing in Signet itself can shorten it. */
export function letTheDayPass(): void {
  move(`UPDATE waits SET ready_at = ${Date.now() - 1_000}`);
}

function move(statement: string): void {
  const database = new DatabaseSync(path.join(foldersOf(testHome).data, 'signet.sqlite'));
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(statement);
  database.close();
}
