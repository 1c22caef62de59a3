import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { recordings } from '../house/test-plan.ts';

/** Asks the running bff for a snapshot of its heap and waits until all of it is written. */
export async function snapshotBffHeap(): Promise<void> {
  const before = snapshots().length;
  process.kill(Number(process.env['SIGNET_BFF_PID']), 'SIGUSR2');
  let size = -1;
  await expect
    .poll(
      () => {
        const newest = snapshots().at(-1);
        if (newest === undefined || snapshots().length === before) return false;
        const grown = statSync(newest).size;
        const whole = grown > 0 && grown === size;
        size = grown;
        return whole;
      },
      { message: 'a heap snapshot of the bff', intervals: [500], timeout: 60_000 },
    )
    .toBe(true);
}

function snapshots(): string[] {
  return readdirSync(recordings.heap)
    .filter((name) => name.endsWith('.heapsnapshot'))
    .map((name) => path.join(recordings.heap, name))
    .toSorted();
}
