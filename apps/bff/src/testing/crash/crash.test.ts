import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ceremonies } from './ceremonies.ts';
import { install, type Installation } from '../installation/install.ts';
import type { Ceremony } from './scene.ts';
import { endings, prepareStage, runRounds, type Stage } from './rounds.ts';
import { seeded } from './seeded.ts';

/** `npm run test:crash` plays all of them some hundred times; these are the ways of changing something, one of each. */
const slice = [
  'change the password',
  'issue a new recovery key',
  'recover, with a new root key',
  'lose every second step',
  'replace lost second steps',
  'use text messages',
  'delete the account',
  'write a record',
].map((name) => named(name));
let house: Installation;
let stage: Stage;
let pick = seeded(3);
beforeAll(async () => {
  house = await install();
  stage = await prepareStage(house, (below) => pick(below), slice);
}, 240_000);
afterAll(() => house.remove());

test('a bff that is killed during a ceremony loses no vault and leaves no half state (VAULT-10)', async () => {
  const tally = await runRounds(stage, { times: slice.length, pick });
  const counted = [...tally.values()].map((counts) =>
    endings.reduce((sum, ending) => sum + counts[ending], 0),
  );
  expect(counted).toEqual(slice.map(() => 1));
}, 240_000);

describe('what would be found, if it were there (VAULT-10)', () => {
  /** Whose turn it is: everybody's vault is harmed once. */
  let victim = 0;
  beforeAll(() => {
    pick = (below) => victim % below;
  });

  /** Whoever did something last is the one whose ceremony was cut off. */
  const own = (column: string) =>
    `${column} = (SELECT account_id FROM audit_events WHERE event <> 'session.timed-out' ORDER BY id DESC LIMIT 1)`;
  const pending = (column: string) =>
    `(SELECT ${column} FROM pending_changes WHERE ${own('account_id')})`;

  const lastOf = (ceremony: Ceremony) => stage.timetableOf(ceremony).requests.length - 1;

  // prettier-ignore
  test.each<[string, string, number, string, string]>([
    ['a new password without its slot',        'change the password',      0, `UPDATE accounts SET opaque_epoch = ${pending('opaque_epoch')}, opaque_record = ${pending('registration_record')} WHERE ${own('id')}`, 'the password signs in and does not open the vault'],
    ['a new recovery key without its slot',    'issue a new recovery key', 1, `UPDATE accounts SET recovery_proof_digest = ${pending('recovery_proof_digest')} WHERE ${own('id')}`,                       'and the bff does not know it'],
    ['a record that the manifest still lists', 'write a record',           3, `DELETE FROM vault_records WHERE ${own('account_id')}`,                                                                  'records_differ'],
    ['a wait that ended without another app',  'replace lost second steps', 4, `DELETE FROM waits WHERE ${own('account_id')}`,                                                                          'a good code was answered with 422'],
  ])('%s', async (_what, name, who, sql, found) => {
    victim = who;
    const ceremony = named(name);
    const meddle = (file: string) => change(file, sql);
    await expect(
      stage.play(ceremony, { moment: { kind: 'before', request: lastOf(ceremony) }, meddle }),
    ).rejects.toThrow(found);
  }, 240_000);

  test('a change that was acknowledged and is gone', async () => {
    victim = 2;
    const ceremony = named('write a record');
    const files = ['', '-wal'].map((ending) => `${house.databaseFile}${ending}`);
    const earlier = files.map((file) => readFileSync(file));
    const meddle = (file: string) => {
      rmSync(`${file}-shm`);
      for (const [at, name] of files.entries()) writeFileSync(name, earlier[at] ?? '');
    };
    await expect(
      stage.play(ceremony, { moment: { kind: 'after', request: lastOf(ceremony) }, meddle }),
    ).rejects.toThrow('what was acknowledged is not there');
  }, 240_000);
});

function named(name: string): Ceremony {
  const ceremony = ceremonies.find((one) => one.name === name);
  if (ceremony === undefined) throw new Error(`there is no ceremony "${name}"`);
  return ceremony;
}

function change(file: string, sql: string): void {
  const database = new Database(file);
  expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
  database.close();
}
