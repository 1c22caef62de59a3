import type { Bytes } from './bytes.ts';

const chunkBytes = 0x8000;

/** Base64url without padding (RFC 4648 §5). */
export function encodeBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    binary += String.fromCharCode(...bytes.subarray(offset, offset + chunkBytes));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Reads base64url without padding. Anything else gives `undefined`: padding, other characters, an impossible length,
 * or unused bits that are not zero (RFC 4648 §3.5), so that two texts never stand for the same bytes.
 */
export function decodeBase64url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const remainder = text.length % 4;
  if (remainder === 2 && !/[AQgw]$/.test(text)) return undefined;
  if (remainder === 3 && !/[AEIMQUYcgkosw048]$/.test(text)) return undefined;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
