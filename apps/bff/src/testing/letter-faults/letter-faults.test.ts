import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLetterFaultHouse } from './letter-fault-house.ts';
import { everyFault, heading, letterFaults, letterPart, type Tried } from './letter-fault-table.ts';

// `npm run test:faults` tries every fault and writes what came of it; every run of the tests tries three.
const page = path.resolve(import.meta.dirname, '../../../../../docs/fault-matrix.md');
const all = process.env['SIGNET_LETTER_FAULTS'] === 'every';
const tried: Tried[] = [];
let house: Awaited<ReturnType<typeof openLetterFaultHouse>>;
beforeAll(async () => {
  house = await openLetterFaultHouse();
}, 60_000);
afterAll(() => house.close());

describe('whatever the print shop does, no letter is lost, stuck, printed twice or told (LETTER-4)', () => {
  test.each(all ? everyFault : (['lost-answer', 'throttled', 'duplicate'] as const))(
    '%s',
    async (fault) => {
      const one = await house.tryFault(fault);
      tried.push(one);
      expect(one).toEqual({ fault, ended: letterFaults[fault], problems: [] });
    },
    60_000,
  );

  test('and no line of an address was printed by a process or kept (ZONE-3)', async () => {
    expect(await house.leaks()).toBe(0);
  });
});

test('the page of results is of this table, and every cell of it is as it should be', () => {
  const [before] = readFileSync(page, 'utf8').split(heading);
  if (all) writeFileSync(page, before + letterPart(tried));
  const asItShouldBe = everyFault.map((fault) => ({
    fault,
    ended: letterFaults[fault],
    problems: [],
  }));
  expect(readFileSync(page, 'utf8')).toBe(before + letterPart(asItShouldBe));
});
