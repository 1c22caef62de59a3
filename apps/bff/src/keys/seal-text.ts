import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

declare const sealed: unique symbol;
/** Ciphertext that only `sealText` makes: `nonce.ciphertext‖tag`, base64url. */
export type SealedText = string & { readonly [sealed]: true };

/** AES-256-GCM under a 32-byte key, bound to its place in the database (table, column, row). */
export function sealText(key: Buffer, place: string, plain: string): SealedText {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${nonce.toString('base64url')}.${body.toString('base64url')}` as SealedText;
}

/** Throws when the text was altered or comes from another place. */
export function openText(key: Buffer, place: string, text: SealedText): string {
  const [nonce = '', body = ''] = text.split('.').map((part) => Buffer.from(part, 'base64url'));
  const bytes = Buffer.from(body);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString(
    'utf8',
  );
}
