import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '..', '..', 'test-results', 'once-a-run');

/** Before the first journey (`globalSetup`): nothing of this run has been done. */
export default function beginRun(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

/** Does something once in a run, whichever worker comes to it first. What failed has not been done; now and then two do it at once. */
export async function onceARun(what: string, act: () => Promise<void>): Promise<void> {
  const mark = path.join(folder, createHash('sha256').update(what).digest('hex'));
  if (existsSync(mark)) return;
  await act();
  writeFileSync(mark, '');
}
