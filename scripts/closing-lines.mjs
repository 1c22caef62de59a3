import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bootstrap.mjs';

/** What the canary found during the journeys, also where a second try was clean (`e2e/canary/leaks.ts`). */
export function leaksWritten(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').filter((line) => line !== '');
}

/** Skipped tests are no passed tests: how many, in which files, and why. */
export function skippedLines(report) {
  const files = (report?.testResults ?? []).flatMap(({ name, assertionResults }) => {
    const count = assertionResults.filter(({ status }) => /skipped|pending/.test(status)).length;
    return count === 0 ? [] : [`   ${count} in ${path.relative(root, name)}`];
  });
  const count = report?.numPendingTests ?? 0;
  if (count === 0) return [];
  return [
    `\nSKIPPED: ${count} tests were not run. They need public test vectors beside the checkout (../shared/data), another`,
    '   language on this machine, or a user who is not root; each file says which.',
    ...files,
  ];
}
