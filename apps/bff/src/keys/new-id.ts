import { randomBytes } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An identifier that shows its kind: `sub_…`, 26 characters of Crockford base 32, 130 random bits. */
export function newId<const Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` {
  return idFrom(prefix, randomBytes(26));
}

/** The same form from given bytes, one character each; for stable answers about accounts that do not exist. */
export function idFrom<const Prefix extends string>(
  prefix: Prefix,
  bytes: Uint8Array,
): `${Prefix}_${string}` {
  return `${prefix}_${Array.from(bytes.subarray(0, 26), (byte) => alphabet[byte & 31]).join('')}`;
}

/** A bearer value: 32 random bytes, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
