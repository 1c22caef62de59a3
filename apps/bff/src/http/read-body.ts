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
  const chunks: Buffer[] = [];
  let size = 0;
  // What is left of a body that is too large is drained once it was answered.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > limit) return { ok: false, error: { type: 'request_too_large' } };
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { ok: true, value: text };
  } catch {
    return { ok: false, error: { type: 'malformed_request' } };
  }
}
