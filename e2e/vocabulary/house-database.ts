import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { foldersOf } from '../../scripts/launch/plan.ts';
import { testHome } from '../house/test-plan.ts';

/** Changes what the bff keeps, beside the running bff: so that days pass, and nothing else. */
export function inTheDatabase(...statements: readonly string[]): void {
  const database = new DatabaseSync(path.join(foldersOf(testHome).data, 'signet.sqlite'));
  database.exec('PRAGMA busy_timeout = 5000');
  for (const statement of statements) database.exec(statement);
  database.close();
}
