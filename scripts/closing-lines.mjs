import { readFileSync } from 'node:fs';

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
