import { setTimeout as sleep } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';

const periodMs = 30_000;
/** The last half minute whose code was shown, per secret. */
const shown = new Map<string, number>();

/**
 * The code that the app shows. A code works once, so whoever needs another one within the same half minute takes the next; one
 * half minute of drift is accepted, so for the one after that they wait, as its owner would.
 */
export async function codeNow(secret: string): Promise<string> {
  const next = Math.max(Math.floor(Date.now() / periodMs), (shown.get(secret) ?? 0) + 1);
  shown.set(secret, next);
  const goodFrom = (next - 1) * periodMs + 500;
  if (Date.now() < goodFrom) await sleep(goodFrom - Date.now());
  return new TOTP({ secret: Secret.fromBase32(secret), period: periodMs / 1_000 }).generate({
    timestamp: next * periodMs,
  });
}
