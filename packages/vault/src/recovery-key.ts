import * as v from 'valibot';
import { type Bytes, utf8 } from './crypto/bytes.ts';
import { randomBytes } from './crypto/random-bytes.ts';
import { checkSymbol } from './recovery-key-check.ts';
import type { Result } from './result.ts';

/** Crockford base 32: no I, L, O or U, so that what is read from paper is what was written. */
export const recoveryKeyAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 95 bits: beyond any search, so that this secret needs no stretching and no server (FORMAT.md §3). */
const randomSymbols = 19;
const groupLength = 4;

const recoveryKeySchema = v.pipe(
  v.string(),
  v.regex(new RegExp(`^[${recoveryKeyAlphabet}]{${randomSymbols + 1}}$`)),
  v.check(
    (text) =>
      symbolOf(text, randomSymbols) === checkSymbol(symbolsOf(text.slice(0, randomSymbols))),
  ),
  v.brand('RecoveryKey'),
);

/** 20 characters without separators: 19 random (95 bits) and a check character. */
export type RecoveryKey = v.InferOutput<typeof recoveryKeySchema>;

export type RecoveryKeyMistake =
  | { readonly type: 'wrong_length' }
  | { readonly type: 'unknown_character' }
  | { readonly type: 'mistyped' };

/** 256 is a multiple of 32, so the low five bits of a random byte are as even as the byte. */
export function createRecoveryKey(): RecoveryKey {
  const symbols = Array.from(randomBytes(randomSymbols), (byte) => byte & 31);
  const text = [...symbols, checkSymbol(symbols)]
    .map((symbol) => recoveryKeyAlphabet[symbol])
    .join('');
  return v.parse(recoveryKeySchema, text);
}

/**
 * Reads what a person typed: any case, spaces and dashes anywhere, O for 0, I or L for 1. The check character finds
 * any one wrong character and any two exchanged ones before a request is made.
 */
export function parseRecoveryKey(typed: string): Result<RecoveryKey, RecoveryKeyMistake> {
  const text = typed
    .replaceAll(/[\s\p{Pd}\u2212\u200B]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (/[^0-9A-HJKMNP-TV-Z]/.test(text)) return { ok: false, error: { type: 'unknown_character' } };
  if (text.length !== randomSymbols + 1) return { ok: false, error: { type: 'wrong_length' } };
  const key = v.safeParse(recoveryKeySchema, text);
  return key.success ? { ok: true, value: key.output } : { ok: false, error: { type: 'mistyped' } };
}

/** Five groups of four, as they are shown and printed. */
export function recoveryKeyGroups(key: RecoveryKey): readonly string[] {
  return Array.from({ length: key.length / groupLength }, (_, group) =>
    key.slice(group * groupLength, (group + 1) * groupLength),
  );
}

/** The secret's bytes: the 20 characters in ASCII. */
export function recoveryKeyBytes(key: RecoveryKey): Bytes {
  return utf8(key);
}

function symbolsOf(text: string): number[] {
  return Array.from(text, (_, index) => symbolOf(text, index));
}

function symbolOf(text: string, index: number): number {
  return recoveryKeyAlphabet.indexOf(text.charAt(index));
}
