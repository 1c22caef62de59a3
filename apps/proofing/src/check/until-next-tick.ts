import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until a whole number of ticks has passed since `begun` (both in milliseconds of `performance.now()`), so that what differs by
 * less than a tick between two causes of a failure takes equally long (PROOF-5).
 */
export async function untilNextTick(begun: number, tickMs: number): Promise<void> {
  const passed = performance.now() - begun;
  await delay(Math.ceil(passed / tickMs) * tickMs - passed);
}
