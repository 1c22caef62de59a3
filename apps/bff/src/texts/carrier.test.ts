import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { createCarrier } from './carrier.ts';

const secret = Buffer.alloc(32, 9);
const close: (() => void)[] = [];
afterEach(() => close.splice(0).forEach((one) => one()));

type Asked = { readonly headers: IncomingHttpHeaders; readonly url: string; readonly body: string };

/** What it says is about the message that it was asked to deliver, unless it says otherwise. */
const says = (status: string, about?: string) => (response: ServerResponse, key: string) =>
  response.end(JSON.stringify({ idempotencyKey: about ?? key, status }));

async function carrier(answer: (response: ServerResponse, idempotencyKey: string) => void) {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ headers: request.headers, url: request.url ?? '', body });
      answer(response, (JSON.parse(body) as { idempotencyKey: string }).idempotencyKey);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  close.push(() => {
    server.closeAllConnections();
    server.close();
    printed.mockRestore();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/carrier/v1`;
  const send = createCarrier({ url, timeoutMs: 300, keyId: 'bff', secret });
  return { asked, send, said: () => printed.mock.calls.flat().join('\n') };
}

test('a message is signed over time, nonce, host, path and body, and sends nothing but number and text', async () => {
  const { asked, send } = await carrier(says('accepted'));
  expect(await send('+12025550188', '123456 is your Signet code.')).toBe('accepted');
  const [{ headers, url, body } = { headers: {}, url: '', body: '' }] = asked;
  expect(Object.keys(JSON.parse(body) as object).toSorted()).toEqual([
    'channel',
    'idempotencyKey',
    'text',
    'to',
  ]);
  expect(headers['signet-retention']).toBe('none');
  expect(headers.connection).toBe('close');
  const parts =
    /keyId=bff,timestamp=(\d+),nonce=([\w-]+),bodyDigest=([\w-]+),signature=([\w-]+)$/.exec(
      headers.authorization ?? '',
    );
  const [, timestamp, nonce, digest, signature] = parts ?? [];
  expect(digest).toBe(createHash('sha256').update(body).digest('base64url'));
  const signed = [timestamp, nonce, 'POST', headers.host, url, digest].join('\n');
  expect(signature).toBe(createHmac('sha256', secret).update(signed).digest('base64url'));
});

test.each([
  ['says that it cannot', says('undeliverable'), 'undeliverable'],
  ['speaks of another message', says('accepted', 'another'), 'unavailable'],
  ['does not say of which', (r: ServerResponse) => r.end('{"status":"accepted"}'), 'unavailable'],
  ['refuses', (r: ServerResponse) => r.writeHead(401).end('{"status":"accepted"}'), 'unavailable'],
  ['answers with something else', (r: ServerResponse) => r.end('<p>hello</p>'), 'unavailable'],
  ['talks on and on', (r: ServerResponse) => r.end('x'.repeat(20_000)), 'unavailable'],
  [
    'points elsewhere',
    (r: ServerResponse) => r.writeHead(307, { location: '/other' }).end(),
    'unavailable',
  ],
  ['says nothing', () => undefined, 'unavailable'],
])('a carrier that %s', async (_what, answer, outcome) => {
  const { send, said } = await carrier(answer);
  expect(await send('+12025550188', '654321')).toBe(outcome);
  expect(said()).not.toMatch(/654321|2025550188/);
});
