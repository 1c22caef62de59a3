import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openFaultHouse, type Tried } from './fault-house.ts';
import { everyCell } from './fault-table.ts';
import { matrixPage, nextPart } from './matrix-table.ts';

// `npm run test:faults`: every fault at every source. Writes the result to docs/fault-matrix.md when all of it is as it should be.
const page = path.resolve(import.meta.dirname, '../../../../../docs/fault-matrix.md');
const house = await openFaultHouse();
const tried: Tried[] = [];
for (const cell of everyCell) {
  const one = await house.tryCell(cell);
  tried.push(one);
  console.log(
    `${one.problems.length === 0 ? 'ok' : 'FAILED'}  ${one.fault} at ${one.source}: ${one.ended} ${one.problems.join('; ')}`,
  );
}
const leaks = await house.leaks();
await house.close();
const failed = tried.filter(({ problems }) => problems.length > 0).length;
console.log(
  `${tried.length - failed} cells as they should be, ${failed} not, ${leaks} values leaked`,
);
// What stands below is about letters, which the bff hands over.
const [before, ...after] = readFileSync(page, 'utf8').split(nextPart);
const written = matrixPage(tried);
if (failed === 0 && leaks === 0 && before !== written)
  writeFileSync(page, [written, ...after].join(nextPart));
process.exit(failed === 0 && leaks === 0 ? 0 : 1);
