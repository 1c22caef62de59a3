import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';

/** `npm test` reads it when the journeys are over: a second try may pass, what leaked in the first has leaked. */
const leaksFile = path.resolve(import.meta.dirname, '..', '..', 'test-results', 'leaks.txt');

/** Fails the journey, and the whole run with it, if the canary found anything. */
export function expectNoLeak(leaks: readonly string[], what: string, file = leaksFile): void {
  if (leaks.length > 0) {
    mkdirSync(path.dirname(file), { recursive: true });
    appendFileSync(file, leaks.map((leak) => `${leak}\n`).join(''));
  }
  expect(leaks, what).toEqual([]);
}
