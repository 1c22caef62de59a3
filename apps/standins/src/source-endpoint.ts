import type { Context, Hono } from 'hono';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpBindings } from '@hono/node-server';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';

export type App = Hono<{ Bindings: HttpBindings }>;
type Asked = Context<{ Bindings: HttpBindings }>;

export type Reply =
  | {
      readonly status: 200 | 400 | 401 | 415 | 500 | 503;
      readonly body: string;
      readonly contentType: string;
    }
  | 'silence';

export type SourceEndpoint = {
  /** As in the journal and in `POST /control/faults`. */
  readonly endpoint: string;
  readonly path: string;
  readonly limitBytes: number;
  /** Refuses a caller who may not ask; answers with the error code. */
  readonly refuse: (c: Asked, body: Uint8Array) => string | undefined;
  /** Answers, and names the fields that were asked with. */
  readonly answer: (body: Uint8Array) => Promise<{ reply: Reply; fields: readonly string[] }>;
};

export const json = (status: 200 | 400 | 401 | 503, body: unknown): Reply => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/json',
});

/** One source's operation: limit, authentication, faults, answer, journal: in this order for every stand-in. */
export function mountSource(
  app: App,
  source: SourceEndpoint,
  faults: Faults,
  journal: Journal,
): void {
  app.post(source.path, async (c) => {
    const declared = Number(c.req.header('content-length') ?? 0);
    if (declared > source.limitBytes) return c.json({ error: 'too_large' }, 413);
    const body = new Uint8Array(await c.req.arrayBuffer());
    if (body.length > source.limitBytes) return c.json({ error: 'too_large' }, 413);

    const refusal = source.refuse(c, body);
    if (refusal !== undefined) {
      const status = refusal === 'retention_flag_missing' ? 400 : 401;
      journal.write({
        at: new Date().toISOString(),
        endpoint: source.endpoint,
        fields: [],
        status,
      });
      return c.json({ error: refusal }, status);
    }
    const fault = faults.strike(source.endpoint, Buffer.from(body).toString('utf8'));
    if (fault === 'timeout') return hang(c);
    if (fault === 'reset') {
      c.env.incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    }
    if (fault === 'garbage') return c.body('\u0000<<not the answer you expect>>{', 200);
    if (fault === '500' || fault === '503')
      return c.json({ error: 'fault' }, fault === '500' ? 500 : 503);

    const { reply, fields } = await source.answer(body);
    if (reply === 'silence') return hang(c);
    journal.write({
      at: new Date().toISOString(),
      endpoint: source.endpoint,
      fields,
      status: reply.status,
    });
    return c.body(reply.body, reply.status, { 'content-type': reply.contentType });
  });
}

/** Keeps the connection open without a word until the caller gives up. */
async function hang(c: Asked): Promise<Response> {
  await new Promise<void>((resolve) => {
    c.env.incoming.socket.once('close', () => resolve());
  });
  return RESPONSE_ALREADY_SENT;
}

/** Parses a JSON object and refuses fields that the operation does not have: over-asking is an error. */
export function parseObject(
  body: Uint8Array,
  allowed: readonly string[],
): { ok: true; value: Record<string, unknown> } | { ok: false; error: string } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return { ok: false, error: 'malformed_json' };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return { ok: false, error: 'malformed_json' };
  const missing = allowed.filter((name) => !(name in value));
  if (Object.keys(value).some((name) => !allowed.includes(name)))
    return { ok: false, error: 'field_not_allowed' };
  if (missing.length > 0) return { ok: false, error: 'field_missing' };
  return { ok: true, value: value as Record<string, unknown> };
}
