import { setTimeout as sleep } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';

const periodMs = 30_000;
/** A code that is about to be too old is not begun with. */
const justBeforeTheNextMs = 10_000;
/** The last half minute whose code was shown, per secret. */
const shown = new Map<string, number>();

/**
 * A code of the app that was not used yet. A code works once and half a minute of drift is accepted either way: so a clock that is
 * a little behind gives the first, and two more are good at once; for a fourth its owner would wait, and so does this.
 */
export async function codeNow(secret: string): Promise<string> {
  const first = Math.floor((Date.now() + justBeforeTheNextMs) / periodMs) - 1;
  const next = Math.max(first, (shown.get(secret) ?? 0) + 1);
  shown.set(secret, next);
  const goodFrom = (next - 1) * periodMs + 500;
  if (Date.now() < goodFrom) await sleep(goodFrom - Date.now());
  return new TOTP({ secret: Secret.fromBase32(secret), period: periodMs / 1_000 }).generate({
    timestamp: next * periodMs,
  });
}
