import { createCipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { keyObject } from './key-object.ts';
import { openGcm } from './open-gcm.ts';

declare const sealed: unique symbol;
/** Ciphertext that only `sealText` makes: `nonce.ciphertext‖tag`, base64url. */
export type SealedText = string & { readonly [sealed]: true };

const asObject = (key: Buffer | KeyObject) => (Buffer.isBuffer(key) ? keyObject(key) : key);

/** AES-256-GCM under a 32-byte key, bound to its place in the database (table, column, row). */
export function sealText(key: Buffer | KeyObject, place: string, plain: string): SealedText {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', asObject(key), nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${nonce.toString('base64url')}.${body.toString('base64url')}` as SealedText;
}

/** With blanks at its end, to a multiple of so many characters: sealed it does not tell how long it was. */
export function fillUp(text: string, characters: number): string {
  return text.padEnd(Math.ceil(text.length / characters) * characters);
}

/** Throws when the text was altered or comes from another place. */
export function openText(key: Buffer | KeyObject, place: string, text: SealedText): string {
  const [nonce = '', body = ''] = text.split('.');
  const bytes = (part: string) => Buffer.from(part, 'base64url');
  return openGcm(asObject(key), bytes(nonce), bytes(body), Buffer.from(place)).toString();
}
