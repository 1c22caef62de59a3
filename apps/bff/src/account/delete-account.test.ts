import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { credentialOwner } from '../credential-status/owner.ts';
import { emptyOwedLog } from '../db/empty-log.ts';
import { useOne } from '../limits/count.ts';
import { ownerDigest } from '../oidc/owner-digest.ts';
import { codeAt, createCitizen } from '../testing/citizen.ts';
import { openHouse, type House } from '../testing/house.ts';
import { createPasskey } from '../testing/passkey.ts';
import { everyRow, putRow, tablesOfAccounts, tracesOf } from '../testing/whole-database.ts';

const password = 'a quiet harbor before seven';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const minute = 60_000;

/** Somebody who used everything there is: what the front door cannot show within a test is written as it would be kept. */
async function longUsed(email: string) {
  const { bff } = house;
  const owner = createCitizen(house, email);
  const { stored, secret } = await owner.signUp(password);
  const accountId = stored.accountId as AccountId;
  await owner.ask('beginPhone', { number: '+12025550143' });
  const [text = ''] = house.textsTo('+12025550143');
  await owner.ask('finishPhone', { code: /\d{6}/.exec(text)?.[0] ?? '' });
  const { value } = await owner.ask('beginPasskey', {});
  const { challenge } = (value as { options: { challenge: string } }).options;
  const response = createPasskey().register({ challenge, origin: house.issuer });
  await owner.ask('finishPasskey', { response });
  await owner.ask('makeBackupCodes', {});
  await owner.ask('addEmail', { email: `further-${email}` });
  await owner.ask('startProofing', {});
  house.putLetter(accountId);
  house.status(accountId);

  const other = createCitizen(house, email);
  const wrong = codeAt(secret, bff.now()) === '000000' ? '000001' : '000000';
  await other.provePassword('a guess that is wrong');
  await other.provePassword(password);
  await other.ask('submitTotp', { code: wrong });
  house.wait(minute);
  await other.ask('submitTotp', { code: codeAt(secret, bff.now()) });
  await other.ask('beginNewSecondFactor', {});
  await other.provePassword('a guess that is wrong');
  await other.ask('beginRecovery', { email });
  await owner.ask('beginPhone', { number: '+12025550143' });
  const begun = await owner.ask('beginTotp', {});
  expect(begun.status).toBe(200);

  const { db } = bff;
  const one = (query: string) => db.$client.prepare(query).pluck().get(accountId) as string;
  const applicationId = one('SELECT id FROM applications WHERE account_id = ?');
  const sessionHash = one(
    "SELECT id_hash FROM sessions WHERE account_id = ? AND stage = 'signed-in'",
  );
  const owned = { account_id: accountId };
  const inOidc = { owner_digest: ownerDigest(bff, accountId) };
  // Of an address that was theirs when they signed up.
  putRow(db, 'sign_ups', owned);
  putRow(db, 'pending_changes', owned);
  putRow(db, 'waits', { ...owned, kind: 'new-vault' });
  putRow(db, 'identities', owned);
  putRow(db, 'identity_notices', { ...owned, application_id: applicationId });
  putRow(db, 'connections', { ...owned, client_id: 'urn:test:harbor', email_id: null });
  putRow(db, 'connection_grants', { ...owned, client_id: 'urn:test:harbor' });
  putRow(db, 'agency_subjects', { ...owned, client_id: 'urn:test:harbor' });
  putRow(db, 'login_attempts', { ...owned, purpose: 'unlock' });
  putRow(db, 'facts', { application_id: applicationId });
  putRow(db, 'reviews', { application_id: applicationId, outcome: null });
  putRow(db, 'review_votes', { application_id: applicationId, vote: 'pass' });
  putRow(db, 'hand_offs', {
    id: 'hnd_of_a_test_0000000000000',
    session_hash: sessionHash,
    application_id: applicationId,
  });
  putRow(db, 'hand_off_photographs', { hand_off_id: 'hnd_of_a_test_0000000000000', side: 'front' });
  putRow(db, 'oidc_rows', { ...inOidc, id_hash: 'a-token-of-the-engine-000000' });
  putRow(db, 'token_claims', { token_hash: 'a-token-of-the-engine-000000' });
  putRow(db, 'releases', inOidc);
  putRow(db, 'identity_suspensions', {
    owner_digest: credentialOwner(bff, accountId),
    reason: 'death',
  });
  const counting = { db, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  useOne(counting, 'signal-about-account', `urn:test:harbor ${accountId}`);
  useOne(counting, 'proofing-document', accountId);
  return owner;
}

test('a deleted account leaves nothing behind: no row, and nothing of any row in the database or its log (AUTH-12)', async () => {
  const { db } = house.bff;
  const neighbour = createCitizen(house, 'staying@example.test');
  await neighbour.signUp(password);
  const before = everyRow(db);
  const owner = await longUsed('leaving@example.test');
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
  expect((await house.lettersTo(owner.email)).at(-1)?.kind).toBe('account-deleted');
  expect((await neighbour.ask('readVault', {})).status).toBe(200);

  // The address is free again.
  await createCitizen(house, owner.email).signUp(password);
});

/** What is nobody’s, or ends of itself soon: events of nobody, letters on their way, limits of sources and numbers, a place in a status list. */
function stays(
  table: string,
  { name, account_id: account, owner_digest: owner }: Readonly<Record<string, unknown>>,
) {
  if (table === 'audit_events') return account === null;
  if (table === 'limits') return /-source$|^text-new-number$|^sign-up-mail$/.test(String(name));
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

test('a session that did not prove the password lately deletes nothing (AUTH-11)', async () => {
  const owner = createCitizen(house, 'robbed@example.test');
  await owner.signUp(password);
  house.wait(10 * 60_000);
  await owner.ask('extendSession', {});
  house.wait(6 * 60_000);
  expect((await owner.ask('deleteAccount', {})).problem.code).toBe('unlock_required');
  expect((await owner.ask('readVault', {})).status).toBe(200);
});
