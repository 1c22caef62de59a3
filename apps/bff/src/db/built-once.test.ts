import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtOnce } from './built-once.ts';
import { closeDatabase, openDatabase, type Db } from './open.ts';
import { limits } from './schema.ts';

let built = 0;
const writing = builtOnce((db) => {
  built += 1;
  return db
    .insert(limits)
    .values({ name: 'unlock', subject: sql.placeholder('subject'), windowEndsAt: 1, used: 1 })
    .prepare();
});
const kept = (db: Db, subject: string) =>
  db.select().from(limits).where(eq(limits.subject, subject)).all().length;

let db: Db;
beforeEach(() => {
  built = 0;
  db = openDatabase(':memory:');
});
afterEach(() => closeDatabase(db));

test('a query is built once for a connection and its transactions, and again for another connection', () => {
  const other = openDatabase(':memory:');
  writing(db).run({ subject: 'one' });
  db.transaction((tx) => writing(tx).run({ subject: 'two' }));
  expect(built).toBe(1);
  writing(other).run({ subject: 'three' });
  expect(built).toBe(2);
  expect(['one', 'two', 'three'].map((subject) => kept(db, subject))).toEqual([1, 1, 0]);
  closeDatabase(other);
});

test('what it writes belongs to the transaction that asked, and goes with it', () => {
  writing(db);
  expect(() =>
    db.transaction((tx) => {
      writing(tx).run({ subject: 'undone' });
      expect(kept(db, 'undone')).toBe(1);
      throw new Error('rolled back');
    }),
  ).toThrow('rolled back');
  expect(kept(db, 'undone')).toBe(0);
});
