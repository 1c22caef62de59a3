import type { Refusal } from './refusal.ts';

const defaultLimit = 32 * 1_024;

/** Reads a JSON body of at most `limit` bytes, counting while it arrives (WEB-3). Nothing of it is ever put into words. */
export async function readJsonBody(
  request: Request,
  limit = defaultLimit,
): Promise<{ ok: true; value: unknown } | { ok: false; error: Refusal }> {
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return { ok: false, error: { type: 'unsupported_media_type' } };
  }
  if (Number(request.headers.get('content-length') ?? 0) > limit)
    return { ok: false, error: { type: 'request_too_large' } };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return { ok: false, error: { type: 'request_too_large' } };
    chunks.push(chunk);
  }
  try {
    return {
      ok: true,
      value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))),
    };
  } catch {
    return { ok: false, error: { type: 'malformed_request' } };
  }
}
