import { randomInt } from 'node:crypto';
import type { PostalAddress } from '@signet/contracts/person';
import type { ProofingKeys } from '../keys/proofing-keys.ts';

/** Crockford's base 32: nothing in it looks like something else on paper. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What nobody wants to find in a letter, as it can be spelled without I, L, O and U. */
const unsaid =
  /ASS|CRAP|DAMN|FAG|FART|F[VX]CK|HE11|KKK|N[A1]GGER|N1GG|RAPE|SEX|SH1T|SHAT|T1T|TWAT|WANK/;

/** Five bits a character, from the CSPRNG (PROOF-8; SP 800-63A-4 §3.8 asks for six characters). */
export function newLetterCode(length: number): string {
  for (;;) {
    const code = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
    if (!unsaid.test(code)) return code;
  }
}

/** As it stands on paper: `ABCDE-FGHJK`. */
export function grouped(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/**
 * Binds the code to letter, application, end, and the very address it was sent to: evidence with another address does not fit it
 * any more. The bff keeps this and cannot try codes on it (LETTER-1).
 */
export function letterCodeHash(
  keys: ProofingKeys,
  letter: { readonly applicationId: string; readonly letterId: string; readonly expiresAt: string },
  address: PostalAddress,
  code: string,
): string {
  const { street, street2 = '', city, region, postalCode } = address;
  return keys.codeHash(
    'letter',
    letter.applicationId,
    letter.letterId,
    letter.expiresAt,
    street,
    street2,
    city,
    region,
    postalCode,
    code,
  );
}
