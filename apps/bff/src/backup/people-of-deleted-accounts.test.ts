import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { closeDatabase, openDatabase } from '../db/open.ts';
import { identities, sessions } from '../db/schema.ts';
import { disownedPeople } from '../identity/schema.ts';
import { applicantByLetter } from '../testing/applicant-by-letter.ts';
import { tokenIn } from '../testing/disavowals.ts';
import { sealedLetter } from '../testing/pretend-proofing.ts';
import { everyRow, tracesOf } from '../testing/whole-database.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { accountTables } from './tables.ts';

const here = applicantByLetter();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'signet-backups-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = () => path.join(folder, `${(files += 1)}`);
function backup(): string {
  const { bff } = here.house();
  const file = newFile();
  makeBackup(bff, file, bff.now());
  return file;
}

async function restored(file: string) {
  const databaseFile = newFile();
  await restoreBackup(file, here.house().bff.backupKeys, databaseFile);
  const db = openDatabase(databaseFile);
  const rows = everyRow(db);
  closeDatabase(db);
  return { rows, bytes: readFileSync(databaseFile) };
}

/** Proved by letter; the notice of it, also a letter, waits to be collected. Deletes the account then. */
async function provedAndDeleted(before: () => Promise<void>) {
  const { bff } = here.house();
  await here.sent();
  await here.collect();
  await here.submit('redeem-letter');
  here.proofing().answers({ noticeByLetter: true });
  await here.submit('issue');
  const ofThem = bff.db.select().from(identities).where(eq(identities.accountId, here.accountId()));
  const ssnIndex = String(ofThem.get()?.ssnIndex);
  await before();
  here.back();
  bff.db.update(sessions).set({ secretProvedAt: bff.now() }).run();
  expect((await here.applicant().ask('deleteAccount', {})).status).toBe(200);
  return ssnIndex;
}

const orphans = (rows: Awaited<ReturnType<typeof restored>>['rows']) =>
  [...rows.values()].filter(({ table }) => /^orphaned_|^disowned_/.test(table));

test('no backup, made before or after, brings back of who proved themselves and deleted their account more than links that nobody can read; no letter either (AUTH-25)', async () => {
  const { bff } = here.house();
  let traces: readonly string[] = [];
  let madeBefore = '';
  const ssnIndex = await provedAndDeleted(async () => {
    const theirs = [...everyRow(bff.db).values()].filter(
      ({ table, row }) => table in accountTables && row['account_id'] !== null,
    );
    traces = theirs.flatMap(({ table, row }) =>
      // Of the links their hash and what is sealed under them go on.
      table === 'identity_notices' ? [String(row['account_id'])] : tracesOf(row),
    );
    // A default of a column says nothing of anybody.
    const empty = newFile();
    closeDatabase(openDatabase(empty));
    const bytes = readFileSync(empty);
    traces = traces.filter((trace) => !bytes.includes(trace));
    madeBefore = backup();
  });
  expect(traces).toContain(ssnIndex);
  expect(traces).toContain(sealedLetter);
  expect(traces.length).toBeGreaterThan(10);
  const kept = orphans(everyRow(bff.db));
  expect(kept.map(({ table }) => table)).toContain('orphaned_letters');

  const found = ({ bytes }: { bytes: Buffer }) => traces.filter((trace) => bytes.includes(trace));
  const old = await restored(madeBefore);
  expect([found(old), orphans(old.rows)]).toEqual([[], []]);
  const after = await restored(backup());
  expect(found(after)).toEqual([]);
  expect(orphans(after.rows)).toEqual(kept.filter(({ table }) => table === 'orphaned_notices'));
});

test('who was disowned is looked at by two after a restore too, and known by nothing but their index (PROOF-22)', async () => {
  const { house, applicant } = { house: here.house(), applicant: here.applicant() };
  const ssnIndex = await provedAndDeleted(async () => {
    const [notice] = (await house.lettersTo(applicant.email)).filter(
      ({ kind }) => kind === 'identity-proved',
    );
    const token = tokenIn(notice?.link ?? '');
    expect((await applicant.ask('disavowIdentity', { token })).status).toBe(200);
  });
  const { rows } = await restored(backup());
  const disowned = house.bff.db.select().from(disownedPeople).all();
  expect(disowned.map((one) => one.ssnIndex)).toEqual([ssnIndex]);
  const holding = [...rows.values()].filter(({ row }) => Object.values(row).includes(ssnIndex));
  expect(holding).toEqual([
    {
      table: 'disowned_people',
      row: { ssn_index: ssnIndex, expires_at: disowned[0]?.expiresAt },
    },
  ]);
});
