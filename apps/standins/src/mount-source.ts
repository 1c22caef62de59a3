import { setTimeout as pause } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { App, Asked, Reply, SourceEndpoint } from './source-endpoint.ts';

/** One source's operation: limit, authentication, faults, answer, journal: in this order for every stand-in. */
export function mountSource(
  app: App,
  source: SourceEndpoint,
  faults: Faults,
  journal: Journal,
): void {
  const { endpoint } = source;
  app.post(source.path, async (c) => {
    const declared = Number(c.req.header('content-length') ?? 0);
    if (declared > source.limitBytes) return c.json({ error: 'too_large' }, 413);
    const body = new Uint8Array(await c.req.arrayBuffer());
    if (body.length > source.limitBytes) return c.json({ error: 'too_large' }, 413);

    const refusal = await source.refuse(c, body);
    if (refusal !== undefined) {
      const status = refusal === 'retention_flag_missing' ? 400 : 401;
      journal.write({ endpoint, fields: [], status });
      return c.json({ error: refusal }, status);
    }
    const struck = faults.strike(endpoint, Buffer.from(body).toString('utf8'));
    if (struck !== undefined)
      journal.write({ endpoint, fields: [], status: 0, fault: struck.fault });
    switch (struck?.fault) {
      case 'timeout':
        return hang(c);
      case 'reset':
        return cut(c);
      case '500':
      case '503':
        return c.json({ error: 'fault' }, struck.fault === '500' ? 500 : 503);
      case 'maintenance':
        return c.json({ error: 'maintenance' }, 503, { 'retry-after': '1800' });
      case 'throttled':
        return c.json({ error: 'throttled' }, 429, { 'retry-after': '30' });
      case 'refused':
        return c.json({ error: 'signature_wrong' }, 401);
      case 'latency':
        await pause(struck.ms ?? 500);
        break;
      default:
    }
    const { reply, fields } = await source.answer(body, struck?.fault);
    if (reply === 'silence') return hang(c);
    journal.write({ endpoint, fields, status: reply.status });
    switch (struck?.fault) {
      case 'garbage':
        return c.body('\u0000<<not the answer you expect>>{', 200, {
          'content-type': reply.contentType,
        });
      case 'wrong-type':
        return c.body(reply.body, 200, { 'content-type': 'text/html' });
      case 'lost-answer':
        return cut(c);
      case 'duplicate': {
        const again = await source.answer(body, struck.fault);
        return again.reply === 'silence' ? hang(c) : twice(c, again.reply);
      }
      case 'reset-mid-body':
        return half(c, reply);
      case 'slow-drip':
        return drip(c, reply);
      default:
        return c.body(reply.body, reply.status, { 'content-type': reply.contentType });
    }
  });
}

/** Keeps the connection open without a word until the caller gives up. */
async function hang(c: Asked): Promise<Response> {
  await new Promise<void>((resolve) => {
    c.env.incoming.socket.once('close', () => resolve());
  });
  return RESPONSE_ALREADY_SENT;
}

function cut(c: Asked): Response {
  c.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

type Said = Exclude<Reply, 'silence'>;

function begin(c: Asked, reply: Said): void {
  c.env.outgoing.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': Buffer.byteLength(reply.body),
  });
}

async function half(c: Asked, reply: Said): Promise<Response> {
  begin(c, reply);
  const part = Buffer.from(reply.body).subarray(0, Math.floor(reply.body.length / 2));
  await new Promise<void>((resolve) => {
    c.env.outgoing.write(part, () => resolve());
  });
  return cut(c);
}

/** A byte every 20 ms, and never the last one. */
async function drip(c: Asked, reply: Said): Promise<Response> {
  begin(c, reply);
  const { socket } = c.env.incoming;
  const bytes = Buffer.from(reply.body).subarray(0, -1);
  for (let at = 0; !socket.destroyed; at += 1) {
    if (at < bytes.length) c.env.outgoing.write(bytes.subarray(at, at + 1));
    await pause(20);
  }
  return RESPONSE_ALREADY_SENT;
}

/** The second answer belongs to no request, or to the next one on this connection. */
async function twice(c: Asked, reply: Said): Promise<Response> {
  const { outgoing, incoming } = c.env;
  const head = [
    `HTTP/1.1 ${reply.status} Again`,
    `content-type: ${reply.contentType}`,
    `content-length: ${Buffer.byteLength(reply.body)}`,
  ];
  begin(c, reply);
  await new Promise<void>((resolve) => {
    outgoing.write(reply.body, () => resolve());
  });
  incoming.socket.write(`${head.join('\r\n')}\r\n\r\n${reply.body}`);
  outgoing.end();
  return RESPONSE_ALREADY_SENT;
}
