import type { IncomingMessage } from 'node:http';
import type { Refusal } from './refusal.ts';

const defaultLimit = 32 * 1_024;

type Read<Value> = { ok: true; value: Value } | { ok: false; error: Refusal };

/** Reads a JSON body of at most `limit` bytes. Nothing of it is ever put into words. */
export async function readJsonBody(
  request: IncomingMessage,
  limit = defaultLimit,
): Promise<Read<unknown>> {
  const body = await readBody(request, /^application\/json(;|$)/i, limit);
  if (!body.ok) return body;
  try {
    return { ok: true, value: JSON.parse(body.value) };
  } catch {
    return { ok: false, error: { type: 'malformed_request' } };
  }
}

/** Reads a body of one type, as UTF-8, counting while it arrives (WEB-3). */
export async function readBody(
  request: IncomingMessage,
  type: RegExp,
  limit: number,
): Promise<Read<string>> {
  if (!type.test(request.headers['content-type'] ?? '')) {
    return { ok: false, error: { type: 'unsupported_media_type' } };
  }
  if (Number(request.headers['content-length'] ?? 0) > limit)
    return { ok: false, error: { type: 'request_too_large' } };
  const bytes = await readBytes(request, limit);
  if (!bytes.ok) return bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.value);
    return { ok: true, value: text };
  } catch {
    return { ok: false, error: { type: 'malformed_request' } };
  }
}

/** Whoever hangs up in the middle sent no whole request, and did nothing that anybody must be called for. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Read<Buffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  // What is left of a body that is too large is drained once it was answered.
  const arriving: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  try {
    for await (const chunk of arriving) {
      size += chunk.byteLength;
      if (size > limit) return { ok: false, error: { type: 'request_too_large' } };
      chunks.push(chunk);
    }
  } catch (cause) {
    if (!request.destroyed) throw cause;
    return { ok: false, error: { type: 'malformed_request' } };
  }
  return { ok: true, value: Buffer.concat(chunks) };
}
