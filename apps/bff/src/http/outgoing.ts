import { createHash, createHmac, randomUUID } from 'node:crypto';

/** `hmac-body-v1`: HMAC-SHA-256 over time, nonce, method, host, path and body digest, as the value of `authorization`. */
export function hmacBodySignature(
  { keyId, secret }: { readonly keyId: string; readonly secret: Buffer },
  url: URL,
  body: string,
): string {
  const timestamp = Date.now();
  const nonce = randomUUID();
  const bodyDigest = createHash('sha256').update(body).digest('base64url');
  const signed = [timestamp, nonce, 'POST', url.host, url.pathname, bodyDigest].join('\n');
  const mac = createHmac('sha256', secret).update(signed).digest('base64url');
  return `HMAC-SHA256 keyId=${keyId},timestamp=${timestamp},nonce=${nonce},bodyDigest=${bodyDigest},signature=${mac}`;
}
