import type { Bytes } from './bytes.ts';

/** Unpredictable bytes from the platform's generator. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
