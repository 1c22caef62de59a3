import { Secret, TOTP } from 'otpauth';

const periodMs = 30_000;
let lastStep = 0;

/** The code that the app shows. A code works once, so within the same half minute the app's owner waits for the next one. */
export async function codeNow(secret: string): Promise<string> {
  const step = Math.floor(Date.now() / periodMs);
  if (step <= lastStep) {
    const next = (lastStep + 1) * periodMs + 500;
    // One step of drift is accepted: the next code is good from now on, a moment early.
    lastStep += 1;
    return codeAt(secret, next);
  }
  lastStep = step;
  return codeAt(secret, Date.now());
}

function codeAt(secret: string, timestamp: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret), period: periodMs / 1_000 }).generate({
    timestamp,
  });
}
