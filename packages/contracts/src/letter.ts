import * as v from 'valibot';
import { letterId } from './ids.ts';
import { operations } from './operation.ts';
import { base64url, compactJwe, instant, nothing } from './text.ts';

/**
 * A letter, with a code or a notice, from proofing to the print shop: a JWS by proofing's facts key (ES256, `letterTokenType`) inside a JWE to the
 * printer's key in the signed registry (ECDH-ES + A256GCM, `sealedLetterType`). So nobody between them can read a letter, and nobody
 * but proofing can have one printed.
 */
export const letterTokenType = 'signet-letter+jwt';
export const sealedLetterType = 'signet-letter+jwe';
export const sealedLetter = compactJwe(200_000);

/** Nine digits that stand in the postal barcode: mail that comes back is known again without a name. */
export const letterSerial = v.pipe(v.string(), v.regex(/^\d{9}$/));

export const letterLanguages = ['en', 'es'] as const;

/** The payload of the inner JWS. */
// prettier-ignore
export const letterSchema = v.strictObject({
  iss:      v.literal('signet-proofing'),
  iat:      v.pipe(v.number(), v.integer()),
  letterId,
  serial:   letterSerial,
  language: v.picklist(letterLanguages),
  /** As printed in the window of the envelope, line by line. */
  address:  v.pipe(v.array(v.string()), v.minLength(3), v.maxLength(5)),
  /** The letter, one page, base64url. */
  pdf:      base64url(150_000),
});

/** Crockford's alphabet has no I, L, O and U; whoever reads one of them on paper means the digit that looks like it. */
export function letterCodeFrom(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

/** Ten characters, 50 bits; forgiving of case, blanks, dashes and look-alikes. */
export const letterCode = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform(letterCodeFrom),
  v.regex(/^[0-9A-HJKMNP-TV-Z]{10}$/),
);

/** A code confirms the address; a notice tells whoever lives there that somebody was proofed (SP 800-63A-4 §3.10). */
export const letterPurposes = ['code', 'notice'] as const;
export type LetterPurpose = (typeof letterPurposes)[number];

/** How a letter stands. The first four are on the way; the others are ends. */
export const letterStatuses = [
  'requested',
  'handed-over',
  'printed',
  'mailed',
  'confirmed',
  'expired',
  'returned',
  'refused',
  'replaced',
  'cancelled',
] as const;
export type LetterStatus = (typeof letterStatuses)[number];

// prettier-ignore
export const letterViewSchema = v.strictObject({
  letterId,
  purpose:       v.picklist(letterPurposes),
  status:        v.picklist(letterStatuses),
  requestedAt:   instant,
  handedOverAt:  v.nullable(instant),
  printedAt:     v.nullable(instant),
  mailedAt:      v.nullable(instant),
  /** When it should arrive: reckoned from what has happened so far. */
  expectedFrom:  instant,
  expectedUntil: instant,
  /** Null of a notice, which has no code. */
  codeExpiresAt: v.nullable(instant),
  endedAt:       v.nullable(instant),
});
export type LetterView = v.InferOutput<typeof letterViewSchema>;

export const letterOperations = operations({
  /** Every letter that was ever sent for this account, newest first. */
  readLetters: {
    method: 'GET',
    path: '/api/letters',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ letters: v.array(letterViewSchema) }),
    problems: [],
  },
  /** The letter on its way is worth nothing any more; one that was not handed over is not printed. */
  cancelLetter: {
    method: 'POST',
    path: '/api/letters/cancel',
    session: 'signed-in',
    input: nothing,
    reply: nothing,
    problems: ['wrong_step'],
  },
});
