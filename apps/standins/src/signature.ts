import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SharedSecret } from './credentials.ts';
import type { Asked } from './source-endpoint.ts';

/** Why a request is not taken. The words go back to the caller, as a real source's error codes would. */
export type Refusal =
  | 'signature_missing'
  | 'signature_wrong'
  | 'clock_skew'
  | 'nonce_replayed'
  | 'retention_flag_missing';

const tolerance = 5 * 60_000;

/**
 * The signing profile `hmac-body-v1`: HMAC-SHA-256 over time, nonce, method, host, path and the body's digest. A nonce is
 * taken once within the clock's tolerance, and every request must say that nothing may be retained.
 */
export function createVerifier(shared: SharedSecret, now: () => number = Date.now) {
  const seen = new Map<string, number>();

  return function verify(request: {
    readonly method: string;
    readonly host: string;
    readonly path: string;
    readonly authorization: string | undefined;
    readonly retention: string | undefined;
    readonly body: Uint8Array;
  }): Refusal | undefined {
    const parts = parse(request.authorization);
    if (parts === undefined) return 'signature_missing';
    const digest = createHash('sha256').update(request.body).digest('base64url');
    const signed = [
      parts.timestamp,
      parts.nonce,
      request.method,
      request.host,
      request.path,
      digest,
    ].join('\n');
    const expected = createHmac('sha256', Buffer.from(shared.secret, 'base64url'))
      .update(signed)
      .digest();
    const given = Buffer.from(parts.signature, 'base64url');
    if (parts.keyId !== shared.keyId || parts.bodyDigest !== digest) return 'signature_wrong';
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return 'signature_wrong';
    if (Math.abs(now() - Number(parts.timestamp)) > tolerance) return 'clock_skew';
    for (const [nonce, at] of seen) if (now() - at > 2 * tolerance) seen.delete(nonce);
    if (seen.has(parts.nonce)) return 'nonce_replayed';
    seen.set(parts.nonce, now());
    return request.retention === 'none' ? undefined : 'retention_flag_missing';
  };
}

function parse(header: string | undefined) {
  const match =
    /^HMAC-SHA256 keyId=([\w-]+),timestamp=(\d+),nonce=([\w-]{16,64}),bodyDigest=([\w-]+),signature=([\w-]+)$/.exec(
      header ?? '',
    );
  if (match === null) return undefined;
  const [, keyId = '', timestamp = '', nonce = '', bodyDigest = '', signature = ''] = match;
  return { keyId, timestamp, nonce, bodyDigest, signature };
}

/** How an operation refuses whoever none of these customers is. */
export function refuseUnless(path: string, ...customers: ReturnType<typeof createVerifier>[]) {
  return (c: Asked, body: Uint8Array): Refusal | undefined => {
    const refusals = customers.map((verify) =>
      verify({
        method: 'POST',
        host: c.req.header('host') ?? '',
        path,
        authorization: c.req.header('authorization'),
        retention: c.req.header('signet-retention'),
        body,
      }),
    );
    if (refusals.includes(undefined)) return undefined;
    // The others only say that it was not signed with their secret.
    return refusals.find((one) => one !== 'signature_wrong') ?? 'signature_wrong';
  };
}
