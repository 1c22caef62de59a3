import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { keyObject } from './key-object.ts';
import { openText, sealText, type SealedText } from './seal-text.ts';

/** Where a sealed value stands; it opens nowhere else. */
export type Place = `${string}/${string}/${string}`;

/**
 * Seals under a key that `secret` yields for this one place. The secret is the storage key, or a bearer value that the
 * bff does not keep: then only whoever presents that value can have the row opened (AGENCY-3).
 */
export function sealRow(secret: string | Buffer, place: Place, value: unknown): SealedText {
  return sealRowText(secret, place, JSON.stringify(value));
}

/** The same, of JSON. */
export function sealRowText(secret: string | Buffer, place: Place, json: string): SealedText {
  return sealText(rowKey(secret, place), place, json);
}

/** Throws when the row was altered, moved, or sealed under another secret. */
export function openRow(secret: string | Buffer, place: Place, sealed: SealedText): unknown {
  return JSON.parse(openRowText(secret, place, sealed));
}

/** The same, as the JSON that was sealed. */
export function openRowText(secret: string | Buffer, place: Place, sealed: SealedText): string {
  return openText(rowKey(secret, place), place, sealed);
}

function rowKey(secret: string | Buffer, place: Place): KeyObject {
  const from = typeof secret === 'string' ? createSecretKey(secret, 'utf8') : keyObject(secret);
  return createSecretKey(Buffer.from(hkdfSync('sha256', from, '', `signet oidc row ${place}`, 32)));
}
