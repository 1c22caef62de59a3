import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFaultHouse, type FaultHouse } from './fault-house.ts';
import { faultNames, faultTable, everyCell, sliceOf } from './fault-table.ts';
import { matrixPage, nextPart } from './matrix-table.ts';

/** With the wrong signature at the source that signs its answers. */
const seed = 10;
let house: FaultHouse;
beforeAll(async () => {
  house = await openFaultHouse();
}, 60_000);
afterAll(() => house.close());

describe('one fault at each source: nothing is lost, stuck, done twice or told (PROOF-6, PROOF-33)', () => {
  test.each(sliceOf(seed))(
    '$fault at $source',
    async (cell) => {
      expect((await house.tryCell(cell)).problems).toEqual([]);
    },
    60_000,
  );

  test('and no value of the applicant was printed by proofing or the stand-ins, or kept in their journal (ZONE-3)', async () => {
    expect(await house.leaks()).toBe(0);
  });
});

test('a slice has a fault for each source, and other seeds have others', () => {
  const faults = sliceOf(seed).map(({ fault }) => fault);
  expect(new Set(faults).size).toBe(faults.length);
  const drawn = Array.from({ length: faultNames.length }, (_none, at) => sliceOf(at)).flat();
  expect(new Set(drawn.map(({ source, fault }) => source + fault)).size).toBe(everyCell.length);
});

test('the page of results is of this matrix, and every cell of it is as it should be', () => {
  const page = path.resolve(import.meta.dirname, '../../../../../docs/fault-matrix.md');
  const asItShouldBe = everyCell.map((cell) => ({
    ...cell,
    ended: faultTable[cell.fault],
    problems: [],
  }));
  expect(readFileSync(page, 'utf8').split(nextPart)[0]).toBe(matrixPage(asItShouldBe));
});
