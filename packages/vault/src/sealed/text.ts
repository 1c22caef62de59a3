import * as v from 'valibot';

/**
 * Base64url without padding (RFC 4648 §5). Where the last character carries unused bits they must be zero, so that
 * one sequence of bytes has one text and a changed bit is never a spelling of the same bytes.
 */
export const base64urlCharacter = '[A-Za-z0-9_-]';
/** Last character of a text whose byte length is 2 modulo 3: two unused bits. */
export const lastOfTwo = '[AEIMQUYcgkosw048]';

/** 32 bytes: a SHA-256 digest, a commitment or a proof. */
export const thirtyTwoBytes = `${base64urlCharacter}{42}${lastOfTwo}`;
/** 12 bytes: the nonce of AES-GCM (SP 800-38D §8.2). */
export const twelveBytes = `${base64urlCharacter}{16}`;

export const digestSchema = v.pipe(v.string(), v.regex(new RegExp(`^${thirtyTwoBytes}$`)));

/** The bff makes these; the vault only binds them. */
export const identifierSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));

/** Epochs and versions: 1 and up, never reused. */
export const ordinalSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
