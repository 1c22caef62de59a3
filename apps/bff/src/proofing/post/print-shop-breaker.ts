import { printShopManifest } from './print-shop-manifest.ts';

/** Spares a shop that does not answer, in memory of this process: letters wait in the queue, and its table tells who waits how long. */
export function createPrintShopBreaker(now: () => number) {
  const { failures, openMs } = printShopManifest.breaker;
  let silences = 0;
  let openUntil = 0;
  return {
    admits: () => silences < failures || now() >= openUntil,
    note(answered: boolean): void {
      silences = answered ? 0 : silences + 1;
      if (silences >= failures) openUntil = now() + openMs;
    },
  };
}
