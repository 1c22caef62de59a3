import { log, type Round } from './audit/log.ts';

/** Does something again and again until stopped, and never twice at the same time. */
export function startRounds(
  operation: Round,
  everyMs: number,
  round: () => Promise<void>,
): { stop(): void } {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    round()
      .catch(() => log('unexpected-error', { operation }))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
