import { randomInt } from 'node:crypto';
import type { ProofingKeys } from '../keys/proofing-keys.ts';

/** SP 800-63A-4 §3.8: at least six random digits, ten minutes by telephone (PROOF-8). */
export const codeLivesMs = 10 * 60_000;

/** `randomInt` draws without modulo bias. */
export function newConfirmationCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** Binds the code to everything it is for; the bff keeps this and cannot try codes on it. */
export function confirmationHash(
  keys: ProofingKeys,
  applicationId: string,
  phone: string,
  code: string,
  expiresAt: string,
): string {
  return keys.codeHash(applicationId, phone, code, expiresAt);
}
