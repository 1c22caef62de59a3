import path from 'node:path';
import { expect, test } from 'vitest';
import { skippedLines } from './closing-lines.mjs';

const file = (name: string, ...statuses: string[]) => ({
  name: path.resolve(import.meta.dirname, '..', name),
  assertionResults: statuses.map((status) => ({ status })),
});

test('tests that were not run are said at the end, with their files and the reason', () => {
  const testResults = [
    file('a.test.ts', 'passed', 'skipped', 'pending'),
    file('b.test.ts', 'passed'),
  ];
  const lines = skippedLines({ numPendingTests: 2, testResults });
  expect(lines[0]).toContain('SKIPPED: 2 tests');
  expect(lines.join(' ')).toContain('../shared/data');
  expect(lines.slice(2)).toEqual(['   2 in a.test.ts']);
});

test('where every test was run nothing is said, nor where there is no report', () => {
  expect(skippedLines({ numPendingTests: 0, testResults: [file('a.test.ts', 'passed')] })).toEqual(
    [],
  );
  expect(skippedLines(undefined)).toEqual([]);
});
