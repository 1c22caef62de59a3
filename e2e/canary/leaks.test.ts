import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { leaksWritten } from '../../scripts/closing-lines.mjs';
import { expectNoLeak } from './leaks.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'signet-leaks-'));
  file = path.join(folder, 'test-results', 'leaks.txt');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a leak fails its journey and is remembered when the second try is clean (ZONE-5)', () => {
  expect(() =>
    expectNoLeak(['mail: the city of one', 'mail: the SSN of one'], 'x', file),
  ).toThrow();
  expectNoLeak([], 'x', file);
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
  expect(leaksWritten(file)).toEqual(['mail: the city of one', 'mail: the SSN of one']);
});

test('where nothing leaked nothing is remembered', () => {
  expectNoLeak([], 'x', file);
  expect(leaksWritten(file)).toEqual([]);
});
