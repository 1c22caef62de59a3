import { expect, test } from 'vitest';
import { searchHeapAfter } from './sealed-releases.ts';

test('the memory of a bff that handed on sealed releases holds no value of the person (AGENCY-22)', async () => {
  const { found, searchWorks, bytes } = await searchHeapAfter(1);
  expect(found).toEqual([]);
  expect(searchWorks).toBe(true);
  expect(bytes).toBeGreaterThan(1_000_000);
}, 120_000);
