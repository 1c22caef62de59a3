import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { keepStatements } from './keep-statements.ts';

function opened() {
  const client = new Database(':memory:');
  client.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)');
  client.exec("INSERT INTO note (text) VALUES ('one'), ('two')");
  keepStatements(client);
  return client;
}

test('the same text is prepared once, and a mode that one reader chose is not the next one’s', () => {
  const client = opened();
  const sql = 'SELECT * FROM note WHERE id = ?';
  const first = client.prepare(sql);
  expect(first.raw().get(1)).toEqual([1, 'one']);
  const again = client.prepare(sql);
  expect(again).toBe(first);
  expect(again.get(2)).toEqual({ id: 2, text: 'two' });
});

test('a statement that is being read is not taken from its reader', () => {
  const client = opened();
  const sql = 'SELECT id FROM note ORDER BY id';
  const ids: unknown[] = [];
  for (const row of client.prepare(sql).iterate()) {
    ids.push(row);
    expect(client.prepare(sql).all()).toHaveLength(2);
  }
  expect(ids).toEqual([{ id: 1 }, { id: 2 }]);
});

test('a table that changed is seen as it is now', () => {
  const client = opened();
  const sql = 'SELECT * FROM note WHERE id = 1';
  expect(client.prepare(sql).get()).toEqual({ id: 1, text: 'one' });
  client.exec('ALTER TABLE note ADD COLUMN more TEXT');
  expect(client.prepare(sql).get()).toEqual({ id: 1, text: 'one', more: null });
});
