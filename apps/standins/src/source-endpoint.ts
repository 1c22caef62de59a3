import type { Context, Hono } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { FaultKind } from './faults.ts';

export type App = Hono<{ Bindings: HttpBindings }>;
export type Asked = Context<{ Bindings: HttpBindings }>;

export type Reply =
  | {
      readonly status: 200 | 400 | 401 | 415 | 422 | 500 | 503;
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
  readonly refuse: (c: Asked, body: Uint8Array) => string | undefined | Promise<string | undefined>;
  /** Answers, and names the fields that were asked with. A fault may want the answer to be wrong in a way that only the source can make. */
  readonly answer: (
    body: Uint8Array,
    fault?: FaultKind,
  ) => Promise<{ reply: Reply; fields: readonly string[] }>;
};

export const json = (status: 200 | 400 | 401 | 422 | 503, body: unknown): Reply => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/json',
});

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

/** The reference that an answer bears: the question's, unless it is to be an answer to another one. */
export function referenceIn(
  asked: Readonly<Record<string, unknown>>,
  name: 'transactionRef' | 'idempotencyKey',
  fault: FaultKind | undefined,
): string {
  return fault === 'foreign-answer' ? 'another-request' : String(asked[name]);
}
