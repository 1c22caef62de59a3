import { createSecretKey, hash, hkdfSync, type KeyObject } from 'node:crypto';
import { keyObject } from './key-object.ts';
import { openText, sealText, type SealedText } from './seal-text.ts';

/** Where a sealed value stands; it opens nowhere else. */
export type Place = `${string}/${string}/${string}`;

/**
 * Seals under a key that `secret` yields for this one place. The secret is the storage key, or a bearer value that the
 * bff does not keep: then only whoever presents that value can have the row opened (AGENCY-3).
 */
export function sealRow(secret: string | Buffer, place: Place, value: unknown): SealedText {
  return sealText(rowKey(secret, place), place, JSON.stringify(value));
}

/** Throws when the row was altered, moved, or sealed under another secret. */
export function openRow(secret: string | Buffer, place: Place, sealed: SealedText): unknown {
  return JSON.parse(openRowText(secret, place, sealed));
}

/** The same, as the JSON that was sealed. */
export function openRowText(secret: string | Buffer, place: Place, sealed: SealedText): string {
  try {
    return openText(rowKey(secret, place), place, sealed);
  } catch {
    return openText(formerRowKey(secret, place), place, sealed);
  }
}

/**
 * NIST SP 800-56C rev. 2 §4.1, option 1, of one block: SHA-256 over a counter, the secret and what the key is for. Every secret here has
 * 130 random bits or more; of those that somebody brings none has a zero byte, and the storage key has one length.
 */
function rowKey(secret: string | Buffer, place: Place): KeyObject {
  const bytes = typeof secret === 'string' ? Buffer.from(secret) : secret;
  const input = [counter, bytes, Buffer.from(`\0signet oidc row\0${place}`)];
  return createSecretKey(hash('sha256', Buffer.concat(input), 'buffer'));
}

const counter = Buffer.from([0, 0, 0, 1]);

/** Until 2026-11-30 by HKDF, which costs Node several times as much between other work: sessions, grants and requests of that day are opened still. */
function formerRowKey(secret: string | Buffer, place: Place): KeyObject {
  const from = typeof secret === 'string' ? createSecretKey(secret, 'utf8') : keyObject(secret);
  return createSecretKey(Buffer.from(hkdfSync('sha256', from, '', `signet oidc row ${place}`, 32)));
}
