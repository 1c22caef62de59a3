import { decodeBase64url, encodeBase64url } from '../crypto/base64url.ts';

/** SHA-256 of what a base64url text stands for, as the bff computes it over a proof. */
export async function proofDigestOf(text: string): Promise<string> {
  const bytes = decodeBase64url(text) ?? new Uint8Array();
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
