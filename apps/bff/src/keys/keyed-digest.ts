import { createHmac, hash } from 'node:crypto';
import { keyObject } from './key-object.ts';

declare const keyed: unique symbol;
/** A digest that cannot be tried without the key. */
export type KeyedDigest = string & { readonly [keyed]: true };

export function keyedDigest(key: Buffer, purpose: string, value: string): KeyedDigest {
  return createHmac('sha256', keyObject(key))
    .update(`${purpose}\0${value}`)
    .digest('base64url') as KeyedDigest;
}

/** For values that are themselves 128 random bits or more. */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'base64url');
}
