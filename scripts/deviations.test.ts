import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { deviationsPage } from './policy/deviations-page.ts';

const words = (text: string) => text.replaceAll(/[\s|-]+/g, ' ');

test('the page of deviations is what the profiles say (PROOF-26)', () => {
  const kept = readFileSync(path.resolve(import.meta.dirname, '../docs/deviations.md'), 'utf8');
  expect(words(kept)).toBe(words(deviationsPage()));
});

test('it says that 30 days for every letter differ, and that 21 and 30 do not (PROOF-26)', () => {
  const row = deviationsPage()
    .split('\n')
    .find((line) => line.includes('letter’s code'));
  const [, , , , published, rev3, rev4] = row?.split('|').map((cell) => cell.trim()) ?? [];
  expect(published).toBe('**differs:** 30 days, 30 elsewhere');
  expect(rev3).toBe('10 days, 30 elsewhere');
  expect(rev4).toBe('21 days, 30 elsewhere');
});
