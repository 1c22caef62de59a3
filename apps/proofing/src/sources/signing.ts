import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { ApiKey, SharedSecret } from './credentials.ts';

/** What a signing profile adds to the head of a request, over its address and its very bytes. */
export type SignHead = (url: URL, body: string) => Record<string, string>;

export function withApiKey({ apiKey }: ApiKey): SignHead {
  return () => ({ 'x-api-key': apiKey });
}

/** `hmac-body-v1`: HMAC-SHA-256 over time, nonce, method, host, path and body digest. */
export function withSharedSecret({ keyId, secret }: SharedSecret): SignHead {
  const key = Buffer.from(secret, 'base64url');
  return (url, body) => {
    const timestamp = String(Date.now());
    const nonce = randomUUID();
    const digest = createHash('sha256').update(body).digest('base64url');
    const text = [timestamp, nonce, 'POST', url.host, url.pathname, digest].join('\n');
    const mac = createHmac('sha256', key).update(text).digest('base64url');
    return {
      authorization: `HMAC-SHA256 keyId=${keyId},timestamp=${timestamp},nonce=${nonce},bodyDigest=${digest},signature=${mac}`,
    };
  };
}
