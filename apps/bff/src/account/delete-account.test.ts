import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyOwedLog } from '../db/empty-log.ts';
import { createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { listeningAgency } from '../testing/listening-agency.ts';
import { longUsed } from '../testing/long-used.ts';
import { everyRow, tablesOfAccounts, tracesOf } from '../testing/whole-database.ts';

const password = 'a quiet harbor before seven';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a deleted account leaves nothing behind that tells of it: no row, and nothing of any row in the database or its log (AUTH-12)', async () => {
  const { db } = house.bff;
  const neighbour = createCitizen(house, 'staying@example.test');
  await neighbour.signUp(password);
  const before = everyRow(db);
  const owner = await longUsed(house, 'leaving@example.test', password);
  const after = everyRow(db);
  const theirs = [...after].flatMap(([written, one]) => (before.has(written) ? [] : [one]));
  // Whatever can belong to an account does, so that a table that is added is looked at too.
  expect(
    tablesOfAccounts(db).filter((name) => !theirs.some(({ table }) => table === name)),
  ).toEqual([]);
  const others = new Set([...before.values()].flatMap(({ row }) => tracesOf(row)));
  const traces = new Map(
    theirs
      .filter(({ table, row }) => !stays(table, row))
      .flatMap(({ table, row }) => tracesOf(row).map((trace) => [trace, table] as const))
      .filter(([trace]) => !others.has(trace)),
  );
  const found = () => {
    const bytes = house.bytesAtRest();
    return [...traces].flatMap(([trace, table]) => (bytes.includes(trace) ? [table] : []));
  };
  expect(traces.size).toBeGreaterThan(80);
  expect(found()).toHaveLength(traces.size);

  await owner.unlock(password);
  expect((await owner.ask('deleteAccount', {})).status).toBe(200);
  expect(found()).toEqual([]);
  const left = [...everyRow(db)].flatMap(([written, { table, row }]) =>
    before.has(written) || stays(table, row) ? [] : [table],
  );
  expect(left).toEqual([]);
  expect((await owner.ask('readSession', {})).value.stage).toBe('none');
  expect((await owner.provePassword(password)).ke3?.status).toBe(401);
  const letters = () => [...everyRow(db).values()].filter(({ table }) => table === 'mail_queue');
  expect(letters().length).toBeGreaterThan(0);
  expect(JSON.stringify(letters())).not.toContain(owner.email);
  expect((await house.lettersTo(owner.email)).at(-1)?.kind).toBe('account-deleted');
  expect(letters()).toEqual([]);
  expect((await neighbour.ask('readVault', {})).status).toBe(200);

  // The address is free again.
  await createCitizen(house, owner.email).signUp(password);
});

/** What is nobody’s, or ends of itself soon: events of nobody, letters on their way, links of notices, limits of sources and numbers, a place in a status list (threat model, what deletion does not reach). */
function stays(
  table: string,
  { name, account_id: account, owner_digest: owner }: Readonly<Record<string, unknown>>,
) {
  // Their hash and what is sealed under them go on; of a row that stayed the account would be found.
  if (table === 'identity_notices' || table === 'orphaned_notices') return true;
  if (table === 'audit_events') return account === null;
  if (table === 'limits') return /-source$|^text-new-number$|^add-email-mail$/.test(String(name));
  if (table === 'credential_status') return owner === null;
  return table === 'mail_queue' || table === 'signals';
}

test('what another process keeps in the log by reading it is gone as soon as it stops, and said meanwhile (AUTH-12)', async () => {
  const { db } = house.bff;
  const owner = createCitizen(house, 'read-meanwhile@example.test');
  const { stored } = await owner.signUp(password);
  await owner.unlock(password);
  db.$client.pragma('busy_timeout = 50');
  const reader = house.reopened();
  reader.db.$client.exec('BEGIN');
  reader.db.$client.prepare('SELECT count(*) FROM accounts').get();
  expect((await owner.ask('deleteAccount', {})).status).toBe(200);
  expect(house.bytesAtRest().includes(stored.manifest)).toBe(true);
  expect(house.output()).toContain('write-ahead-log-not-emptied');
  emptyOwedLog(db);
  expect(house.bytesAtRest().includes(stored.manifest)).toBe(true);
  reader.db.$client.exec('COMMIT');
  emptyOwedLog(db);
  expect(house.bytesAtRest().includes(stored.manifest)).toBe(false);
  db.$client.pragma('busy_timeout = 5000');
  reader.close();
});

test('an address that was added and not confirmed is somebody else’s, whose sign-up goes on (AUTH-12)', async () => {
  const stranger = createCitizen(house, 'signing-up@example.test');
  const token = await stranger.link();
  const owner = createCitizen(house, 'claims-it@example.test');
  await owner.signUp(password);
  await owner.unlock(password);
  expect((await owner.ask('addEmail', { email: stranger.email })).status).toBe(200);
  expect((await owner.ask('deleteAccount', {})).status).toBe(200);
  expect((await stranger.ask('confirmEmail', { token })).status).toBe(200);
});

test('agencies that know the person are told, once it is deleted (AGENCY-11)', async () => {
  const owner = createCitizen(house, 'known@example.test');
  const { open } = await owner.signUp(password);
  const told = await listeningAgency(house, open.accountId);
  const neighbour = createCitizen(house, 'known-too@example.test');
  const toldOfThem = await listeningAgency(
    house,
    (await neighbour.signUp(password)).open.accountId,
  );
  await neighbour.unlock(password);
  expect((await neighbour.ask('deleteAccount', {})).status).toBe(200);
  expect(told()).toEqual([]);
  await owner.unlock(password);
  expect((await owner.ask('deleteAccount', {})).status).toBe(200);
  expect(told()).toEqual(['account-purged']);
  expect(toldOfThem()).toEqual([]);
});

test('a session that did not prove the password lately deletes nothing (AUTH-11)', async () => {
  const owner = createCitizen(house, 'robbed@example.test');
  await owner.signUp(password);
  house.wait(10 * 60_000);
  await owner.ask('extendSession', {});
  house.wait(6 * 60_000);
  expect((await owner.ask('deleteAccount', {})).problem.code).toBe('unlock_required');
  expect((await owner.ask('readVault', {})).status).toBe(200);
});
