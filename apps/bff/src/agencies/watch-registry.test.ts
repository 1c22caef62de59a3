import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Registry } from '@signet/contracts/registry';
import { createRegistryWatch } from './watch-registry.ts';

const day = 86_400_000;
const end = Date.parse('2026-12-31T12:00:00Z');
const registry = { expiresAt: end / 1_000 } as Registry;
let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => void vi.restoreAllMocks());

test('a bff that runs says 7 and 1 days before that its registry ends, each once, and when it has', () => {
  let now = end - 40 * day;
  const watch = createRegistryWatch({ registry, now: () => now });
  for (; now <= end + 2 * day; now += day / 4) watch();
  expect(lines).toEqual([7, 1, 0].map((days) => `registry-ends days=${days}`));
});

test('one that is started in the last week says so, and then when a day is left', () => {
  let now = end - 3 * day;
  const watch = createRegistryWatch({ registry, now: () => now });
  watch();
  watch();
  now = end - day;
  watch();
  expect(lines).toEqual(['registry-ends days=7', 'registry-ends days=1']);
});
