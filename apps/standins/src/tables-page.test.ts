import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { currentTables, tablesFile } from './tables-page.ts';

test('docs/stand-ins.md is what the tables say; "npm run stand-ins-table" writes it anew', () => {
  expect(readFileSync(tablesFile, 'utf8')).toBe(currentTables());
});
