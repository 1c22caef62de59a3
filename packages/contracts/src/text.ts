import * as v from 'valibot';
import { asEmailAddress, asNewEmailAddress, emailAddressLimit } from './email-address.ts';

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

function addressAs(write: typeof asEmailAddress) {
  return v.pipe(
    v.string(),
    v.maxLength(2 * emailAddressLimit),
    v.transform((text) => write(text) ?? ''),
    v.nonEmpty(),
  );
}

/** One to look up, as `asEmailAddress` writes it, whichever way it was written. */
export const emailAddress = addressAs(asEmailAddress);

/** What reads as a blank or as nothing, or turns what stands beside it around. */
const unseen = String.raw`\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800`;

/** One that the bff names, as it was once taken: an address, and no sentence that the page would show in its place. */
export const namedAddress = v.pipe(
  v.string(),
  v.maxLength(2 * emailAddressLimit),
  v.regex(new RegExp(`^[^@${unseen}]+@[^@${unseen}]+$`, 'u')),
);

/** One to send a first link to. */
export const newEmailAddress = addressAs(asNewEmailAddress);

export const nothing = v.strictObject({});
