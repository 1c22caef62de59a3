import { randomInt } from 'node:crypto';
import type { ProofingKeys } from '../keys/proofing-keys.ts';

/** As many digits as the profile says (PROOF-8, SP 800-63A-4 §3.8: at least six). `randomInt` draws without modulo bias. */
export function newConfirmationCode(digits: number): string {
  return String(randomInt(10 ** digits)).padStart(digits, '0');
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
