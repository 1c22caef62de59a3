import * as v from 'valibot';
import { asEmailAddress, emailAddressLimit } from './email-address.ts';

/** Base64url without padding (RFC 4648 §5), at most `maxLength` characters. */
export function base64url(maxLength: number) {
  return v.pipe(v.string(), v.minLength(1), v.maxLength(maxLength), v.regex(/^[A-Za-z0-9_-]+$/));
}

/** Compact JWE, five parts (RFC 7516 §7.1). */
export function compactJwe(maxLength: number) {
  return v.pipe(
    v.string(),
    v.maxLength(maxLength),
    v.regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){4}$/),
  );
}

/** Compact JWS, three parts (RFC 7515 §7.1). */
export function compactJws(maxLength: number) {
  return v.pipe(
    v.string(),
    v.maxLength(maxLength),
    v.regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/),
  );
}

/** An ISO 8601 instant in UTC. */
export const instant = v.pipe(v.string(), v.isoTimestamp());

/** A calendar date, `YYYY-MM-DD`. */
export const calendarDate = v.pipe(v.string(), v.isoDate());

/** As `asEmailAddress` writes it, whichever way it was written. */
export const emailAddress = v.pipe(
  v.string(),
  v.maxLength(2 * emailAddressLimit),
  v.transform((text) => asEmailAddress(text) ?? ''),
  v.nonEmpty(),
);

export const nothing = v.strictObject({});
