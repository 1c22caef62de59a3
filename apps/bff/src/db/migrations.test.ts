import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lifetimes } from '../oidc/lifetimes.ts';
import { closeDatabase, openDatabase } from './open.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'signet-migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database as the release before a migration left it. */
function databaseBefore(migration: string): string {
  const file = path.join(folder, 'signet.sqlite');
  const client = new Database(file);
  const migrations = path.join(import.meta.dirname, 'migrations');
  const earlier = readdirSync(migrations)
    .toSorted()
    .filter((name) => name < migration);
  for (const name of earlier) client.exec(readFileSync(path.join(migrations, name), 'utf8'));
  client.pragma(`user_version = ${earlier.length}`);
  client.exec(`
    INSERT INTO accounts (id, email_index, email_sealed, opaque_record, opaque_epoch, created_at)
      VALUES ('sub_one', 'index', 'sealed', 'record', 1, 7);
    INSERT INTO vaults VALUES ('sub_one', 'manifest', 3);
    INSERT INTO vault_slots VALUES ('sub_one', 'slt_one', 'password', 1, 'slot');
    INSERT INTO authenticators (id, account_id, kind, counter, transports, last_step, created_at)
      VALUES ('atn_one', 'sub_one', 'totp', 0, '[]', 5, 7);`);
  client.close();
  return file;
}

/** What came later to a table that these replace. */
function forgetNoticesByMail(client: Database.Database): void {
  client.exec(`
    DROP INDEX one_notice_of_an_application;
    ALTER TABLE identity_notices DROP COLUMN by_mail;
    ALTER TABLE identity_notices DROP COLUMN person_sealed;
    DROP TABLE orphaned_notices;
    DELETE FROM migrations WHERE name IN ('0091-notices-by-mail.sql', '0099-orphaned-notices.sql');`);
}

test('replacing the table of accounts loses nothing that refers to it, and moves the address', () => {
  const db = openDatabase(databaseBefore('0004'));
  const all = (table: string) => db.$client.prepare(`SELECT * FROM ${table}`).all();
  expect(all('accounts')).toMatchObject([{ id: 'sub_one', opaque_record: 'record' }]);
  expect(all('emails')).toMatchObject([
    { id: 'eml_one', account_id: 'sub_one', email_index: 'index', is_primary: 1, confirmed_at: 7 },
  ]);
  expect(all('vault_slots')).toMatchObject([{ slot_id: 'slt_one' }]);
  expect(all('authenticators')).toMatchObject([{ id: 'atn_one', last_step: 5 }]);
  // The rows still go with their account.
  db.$client.exec(`DELETE FROM accounts`);
  for (const table of ['emails', 'vaults', 'vault_slots', 'authenticators'])
    expect(all(table)).toEqual([]);
  closeDatabase(db);
});

test('a claim to a person that led nowhere is given back, and one that was issued stays (PROOF-21)', () => {
  const file = databaseBefore('0004');
  closeDatabase(openDatabase(file));
  const client = new Database(file);
  forgetNoticesByMail(client);
  client.exec(`DELETE FROM migrations WHERE name = '0084-links-of-notices.sql'`);
  const add = (name: string, state: string, verifiedAt: string) =>
    client.exec(`
      INSERT INTO accounts (id, opaque_record, opaque_epoch, created_at, verified_at) VALUES ('${name}', 'r', 1, 7, ${verifiedAt});
      INSERT INTO applications (id, account_id, state, ssn_index, code_tries, created_at, updated_at)
        VALUES ('app_${name}', '${name}', '${state}', 'index-${name}', 0, 8, 9);
      INSERT INTO identities (account_id, ssn_index, claimed_at) VALUES ('${name}', 'index-${name}', 9);`);
  add('sub_issued', 'issued', '9');
  add('sub_refused', 'in-review', 'NULL');
  client.exec(
    `INSERT INTO identity_notices VALUES ('hash', 'sub_issued', 'app_sub_issued', 9, 10)`,
  );
  client.close();
  const db = openDatabase(file);
  const all = (sql: string) => db.$client.prepare(sql).pluck().all();
  expect(all('SELECT account_id FROM identities')).toEqual(['sub_issued']);
  expect(all('SELECT token_hash FROM identity_notices')).toEqual(['hash']);
  closeDatabase(db);
});

test('letters and links of notices are all kept when notices begin to outlive their application (PROOF-22)', () => {
  const file = path.join(folder, 'signet.sqlite');
  closeDatabase(openDatabase(file));
  const client = new Database(file);
  forgetNoticesByMail(client);
  client.exec(`
    DELETE FROM migrations WHERE name = '0088-notices-outlive-resets.sql';
    INSERT INTO accounts (id, opaque_record, opaque_epoch, created_at) VALUES ('sub_one', 'r', 1, 7);
    INSERT INTO applications (id, account_id, state, code_tries, created_at, updated_at)
      VALUES ('app_one', 'sub_one', 'issued', 0, 8, 9);
    INSERT INTO identity_notices VALUES ('hash', 'sub_one', 'app_one', 9, 10);
    INSERT INTO postal_letters (id, account_id, application_id, purpose, serial, status, code_hash, code_expires_at, elsewhere,
        requested_at, mailed_at, tries, next_try_at, to_evidence)
      VALUES ('ltr_code', 'sub_one', 'app_one', 'code', '1', 'mailed', 'code', 99, 1, 11, 12, 3, 13, 0),
        ('ltr_notice', 'sub_one', 'app_one', 'notice', '2', 'mailed', NULL, NULL, 0, 11, 12, 0, 13, 1);`);
  const kept = ['identity_notices', 'postal_letters'];
  const before = kept.map((table) => client.prepare(`SELECT * FROM ${table}`).all());
  client.close();
  const db = openDatabase(file);
  const all = (table: string) => db.$client.prepare(`SELECT * FROM ${table}`).all();
  expect(kept.map(all)).toMatchObject(before);
  // A code does not outlive its application.
  expect(() => db.$client.exec('DELETE FROM applications')).toThrow(/CHECK/);
  db.$client.exec(`DELETE FROM postal_letters WHERE purpose = 'code'; DELETE FROM applications;`);
  expect(kept.flatMap(all)).toMatchObject([
    { token_hash: 'hash', application_id: null },
    { id: 'ltr_notice', application_id: null },
  ]);
  closeDatabase(db);
});

test('a vault that was changed before it was noted when has the time of its recovery key, and others what they had (AUTH-22)', () => {
  const file = databaseBefore('0004');
  closeDatabase(openDatabase(file));
  const client = new Database(file);
  const add = (id: string, keyMadeAt: string, changedAt: string) =>
    client.exec(`
      INSERT INTO accounts (id, opaque_record, opaque_epoch, created_at, recovery_key_made_at) VALUES ('${id}', 'r', 1, 7, ${keyMadeAt});
      INSERT INTO vaults (account_id, manifest, manifest_version, slots_changed_at) VALUES ('${id}', 'm', 1, ${changedAt});`);
  client.exec(`DELETE FROM migrations WHERE name = '0098-slots-changed-before.sql'`);
  add('sub_before', '11', 'NULL');
  add('sub_since', '11', '12');
  add('sub_never', 'NULL', 'NULL');
  client.close();
  const db = openDatabase(file);
  const changed = db.$client
    .prepare('SELECT account_id, slots_changed_at FROM vaults')
    .raw()
    .all() as [string, number | null][];
  expect(Object.fromEntries(changed)).toMatchObject({
    sub_before: 11,
    sub_since: 12,
    sub_never: null,
  });
  closeDatabase(db);
});

test('a recovery key that had no time has that of its account, or of the reset that made it, or else of the last change (AUTH-22)', () => {
  const file = databaseBefore('0004');
  closeDatabase(openDatabase(file));
  const client = new Database(file);
  const add = (id: string, digest: string, madeAt: string, changedAt: string) =>
    client.exec(`
      INSERT INTO accounts (id, opaque_record, opaque_epoch, created_at, recovery_proof_digest, recovery_key_made_at)
        VALUES ('${id}', 'r', 1, 7, ${digest}, ${madeAt});
      INSERT INTO vaults (account_id, manifest, manifest_version, slots_changed_at) VALUES ('${id}', 'm', 1, ${changedAt});`);
  const happened = (event: string, id: string, at: number) =>
    client.exec(
      `INSERT INTO audit_events (at, event, account_id, details) VALUES (${at}, '${event}', '${id}', '{}')`,
    );
  client.exec(`DELETE FROM migrations WHERE name = '0103-recovery-key-made.sql'`);
  for (const id of ['sub_new_password', 'sub_reset', 'sub_replaced', 'sub_taken'])
    happened('account.created', id, 7);
  add('sub_new_password', `'d'`, 'NULL', '11');
  add('sub_reset', `'d'`, 'NULL', '15');
  happened('vault.replaced', 'sub_reset', 12);
  happened('vault.replaced', 'sub_reset', 13);
  add('sub_replaced', `'d'`, '9', '9');
  add('sub_taken', 'NULL', 'NULL', '11');
  add('sub_no_events', `'d'`, 'NULL', '11');
  add('sub_nothing_known', `'d'`, 'NULL', 'NULL');
  client.close();
  const db = openDatabase(file);
  const made = db.$client.prepare('SELECT id, recovery_key_made_at FROM accounts').raw().all();
  expect(Object.fromEntries(made as [string, number | null][])).toMatchObject({
    sub_new_password: 7,
    sub_reset: 13,
    sub_replaced: 9,
    sub_taken: null,
    sub_no_events: 11,
    sub_nothing_known: 7,
  });
  closeDatabase(db);
});

test('a recovery key that was shown has the time of that where the event tells it, and others have none (AUTH-22)', () => {
  const file = databaseBefore('0004');
  closeDatabase(openDatabase(file));
  const client = new Database(file);
  client.exec(`
    DELETE FROM migrations WHERE name = '0105-recovery-key-shown.sql';
    ALTER TABLE accounts DROP COLUMN recovery_key_shown_at;`);
  for (const [id, digest] of [
    ['shown', `'d'`],
    ['waiting', `'d'`],
    ['taken', 'NULL'],
  ])
    client.exec(`
      INSERT INTO accounts (id, opaque_record, opaque_epoch, created_at, recovery_proof_digest) VALUES ('sub_${id}', 'r', 1, 7, ${digest});
      INSERT INTO audit_events (at, event, account_id, details) VALUES
        (11, 'vault.record-removed', 'sub_${id}', '{"purpose":"${id === 'waiting' ? 'sharing-history' : 'recovery-key-to-show'}"}');`);
  client.close();
  const db = openDatabase(file);
  const shown = db.$client.prepare('SELECT id, recovery_key_shown_at FROM accounts').raw().all();
  expect(Object.fromEntries(shown as [string, number | null][])).toMatchObject({
    sub_shown: 11,
    sub_waiting: null,
    sub_taken: null,
  });
  closeDatabase(db);
});

test('guesses that were counted for longer than a year are counted for a year, and other limits as before (AUTH-4)', () => {
  const file = databaseBefore('0004');
  closeDatabase(openDatabase(file));
  const client = new Database(file);
  const year = 365 * 24 * 60 * 60_000;
  const now = Date.now();
  client.exec(`
    DELETE FROM migrations WHERE name = '0089-guesses-of-a-year.sql';
    INSERT INTO limits (name, subject, window_ends_at, used) VALUES
      ('password-guesses', 'long', ${now + 100 * year}, 100), ('code-guesses', 'long', ${now + 100 * year}, 100),
      ('password-guesses', 'short', ${now + 7}, 3), ('reset-mail', 'other', ${now + 2 * year}, 1);`);
  client.close();
  const db = openDatabase(file);
  const ends = db.$client
    .prepare(`SELECT window_ends_at FROM limits ORDER BY subject, name`)
    .pluck()
    .all() as number[];
  const [codes = 0, passwords = 0, ...others] = ends;
  for (const end of [codes, passwords]) expect(Math.abs(end - now - year)).toBeLessThan(60_000);
  expect(others).toEqual([now + 2 * year, now + 7]);
  closeDatabase(db);
});

test('tokens whose claims stood apart end, and what else the engine keeps stays and is found as before (AGENCY-3)', () => {
  const file = databaseBefore('0004');
  const client = new Database(file);
  const row = (id: string, model: string, uid: string) =>
    client.exec(`INSERT INTO oidc_rows (id_hash, model, payload_sealed, grant_hash, uid_hash, consumed_at, expires_at)
      VALUES ('${id}', '${model}', 'sealed', 'grant', ${uid}, NULL, 9)`);
  row('token', 'AccessToken', 'NULL');
  row('code', 'AuthorizationCode', 'NULL');
  row('session', 'Session', "'uid'");
  client.exec(`INSERT INTO token_claims VALUES ('token', 'claims')`);
  client.close();
  const db = openDatabase(file);
  const all = (sql: string) => db.$client.prepare(sql).pluck().all();
  expect(all('SELECT id_hash FROM oidc_rows ORDER BY id_hash')).toEqual(['code', 'session']);
  const plan = (column: string) =>
    JSON.stringify(
      db.$client.prepare(`EXPLAIN QUERY PLAN SELECT 1 FROM oidc_rows WHERE ${column} = ?`).all('x'),
    );
  expect(plan('grant_hash')).toContain('oidc_rows_by_grant');
  expect(plan('owner_digest')).toContain('oidc_rows_by_owner');
  expect(plan('uid_hash')).toContain('oidc_rows_by_uid');
  expect(() =>
    db.$client.exec(`UPDATE oidc_rows SET uid_hash = 'uid' WHERE id_hash = 'code'`),
  ).toThrow(/UNIQUE/);
  closeDatabase(db);
});

test('a code that was not redeemed when codes began to outlive their minute is known as long as what it leads to (AGENCY-7)', () => {
  const file = path.join(folder, 'signet.sqlite');
  closeDatabase(openDatabase(file));
  const client = new Database(file);
  client.exec(
    `DELETE FROM migrations WHERE name = '0102-fewer-pages-for-a-token.sql'; DROP TABLE used_once;`,
  );
  const row = (id: string, model: string, consumedAt: string) =>
    client.exec(`INSERT INTO oidc_rows (id_hash, model, payload_sealed, consumed_at, expires_at)
      VALUES ('${id}', '${model}', 'sealed', ${consumedAt}, 9)`);
  row('code', 'AuthorizationCode', 'NULL');
  row('used', 'AuthorizationCode', '8');
  row('token', 'AccessToken', 'NULL');
  client.close();
  const db = openDatabase(file);
  const ends = db.$client.prepare('SELECT id_hash, expires_at FROM oidc_rows ORDER BY 1').raw();
  expect(ends.all()).toEqual([
    ['code', 9 + lifetimes.AccessToken * 1_000],
    ['token', 9],
    ['used', 9],
  ]);
  closeDatabase(db);
});

test('a wait that goes on when it gets several links keeps the first one, which goes with it (AUTH-21)', () => {
  const file = path.join(folder, 'signet.sqlite');
  closeDatabase(openDatabase(file));
  const client = new Database(file);
  client.exec(`
    DELETE FROM migrations WHERE name = '0102-stops-of-waits.sql';
    DROP TABLE wait_stops;
    ALTER TABLE waits ADD COLUMN stop_hash TEXT;
    INSERT INTO accounts (id, opaque_record, opaque_epoch, created_at) VALUES ('sub_one', 'r', 1, 7);
    INSERT INTO waits (id, account_id, kind, begun_at, ready_at, ends_at, stop_hash, go_on_hash, confirmed_by)
      VALUES ('wai_one', 'sub_one', 'everything-lost', 7, 8, 9, 'stop', 'on', 'browser');`);
  client.close();
  const db = openDatabase(file);
  const all = (table: string) => db.$client.prepare(`SELECT * FROM ${table}`).all();
  expect(all('waits')).toEqual([
    {
      id: 'wai_one',
      account_id: 'sub_one',
      kind: 'everything-lost',
      begun_at: 7,
      ready_at: 8,
      ends_at: 9,
      go_on_hash: 'on',
      confirmed_by: 'browser',
    },
  ]);
  expect(all('wait_stops')).toEqual([{ token_hash: 'stop', wait_id: 'wai_one' }]);
  db.$client.exec('DELETE FROM waits');
  expect(all('wait_stops')).toEqual([]);
  closeDatabase(db);
});

test('each migration runs once and by its name: one that came later with a lower number is not passed over', () => {
  const file = path.join(folder, 'signet.sqlite');
  closeDatabase(openDatabase(file));
  const client = new Database(file);
  const names = () => client.prepare('SELECT name FROM migrations ORDER BY name').pluck().all();
  const all = names();
  expect(all).toEqual(readdirSync(path.join(import.meta.dirname, 'migrations')).toSorted());
  client.exec(`DELETE FROM migrations WHERE name LIKE '0008%'; DROP TABLE devices; DROP TABLE disavowals;
    ALTER TABLE accounts DROP COLUMN password_change_due; ALTER TABLE sessions DROP COLUMN client;`);
  closeDatabase(openDatabase(file));
  expect(names()).toEqual(all);
  client.close();
});

test('processes that open an empty database at the same moment make it once, and all of them go on', async () => {
  const open = path.join(import.meta.dirname, 'open.ts');
  const program = `
    import { once } from 'node:events';
    import { openDatabase } from ${JSON.stringify(open)};
    console.log('ready');
    await once(process.stdin, 'data');
    openDatabase(process.argv[1]).$client.close();
    process.exit(0);`;
  for (let time = 0; time < 3; time += 1) {
    const file = path.join(folder, `raced-${time}.sqlite`);
    const children = Array.from({ length: 3 }, () =>
      spawn(process.execPath, ['--input-type=module', '--eval', program, file], {
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    );
    const said = children.map(({ stderr }) => text(stderr));
    await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
    for (const { stdin } of children) stdin.write('go');
    const codes = await Promise.all(children.map(async (one) => (await once(one, 'exit'))[0]));
    expect([codes, await Promise.all(said)]).toEqual([
      [0, 0, 0],
      ['', '', ''],
    ]);
  }
});
