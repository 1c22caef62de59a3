import { log, type Round } from './audit/log.ts';

/** Does something again and again until stopped: one round at a time, or side by side where the round keeps apart what is under way. */
export function startRounds(
  operation: Round,
  everyMs: number,
  round: () => Promise<void>,
  many: 'one-at-a-time' | 'side-by-side' = 'one-at-a-time',
): { stop(): void } {
  let busy = false;
  const timer = setInterval(() => {
    if (busy && many === 'one-at-a-time') return;
    busy = true;
    round()
      .catch(() => log('unexpected-error', { operation }))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
