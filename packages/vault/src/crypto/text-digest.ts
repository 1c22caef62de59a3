import { encodeBase64url } from './base64url.ts';
import { utf8 } from './bytes.ts';

/** SHA-256 (FIPS 180-4) of a text's UTF-8, as base64url. */
export async function textDigest(text: string): Promise<string> {
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text))));
}
