import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, openDatabase, type Db } from '../db/open.ts';
import { createDueWrites, type DueWrites } from './due-writes.ts';

// AGENCY-7: calls that come at the same time share one commit, and nothing else.

let db: Db;
let writes: DueWrites;
let order: string[];
beforeEach(() => {
  db = openDatabase(':memory:');
  db.run(sql`CREATE TABLE noted (word TEXT PRIMARY KEY) STRICT`);
  writes = createDueWrites(db);
  order = [];
});
afterEach(() => closeDatabase(db));

const noted = () => db.all<{ word: string }>(sql`SELECT word FROM noted`).map(({ word }) => word);

function note(word: string): void {
  order.push(`${word} written`);
  db.run(sql`INSERT INTO noted VALUES (${word})`);
}

async function call(...words: readonly string[]): Promise<void> {
  await writes.commit(() => words.forEach(note));
  expect(db.$client.inTransaction).toBe(false);
  order.push(`${words.join(' ')} answered`);
}

test('nothing is answered before what came with it is written, too', async () => {
  await Promise.all([call('one'), call('two')]);
  expect(order).toEqual(['one written', 'two written', 'one answered', 'two answered']);
  expect(noted()).toEqual(['one', 'two']);
});

test('what fails takes back all of its own and nothing of the others', async () => {
  const outcomes = await Promise.allSettled([call('one'), call('two', 'one'), call('three')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(noted()).toEqual(['one', 'three']);
});

test('so does what comes alone', async () => {
  await expect(call('one', 'one')).rejects.toThrow('INSERT INTO noted');
  expect(noted()).toEqual([]);
});

test('where the commit itself fails, all of them fail', async () => {
  db.run(sql`CREATE TABLE held (word TEXT REFERENCES noted DEFERRABLE INITIALLY DEFERRED) STRICT`);
  const broken = writes.commit(() => void db.run(sql`INSERT INTO held VALUES ('nobody’s')`));
  const outcomes = await Promise.allSettled([call('one'), broken]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(noted()).toEqual([]);
});
