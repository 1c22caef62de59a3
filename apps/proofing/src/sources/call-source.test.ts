import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { phone } from '../testing/person.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { manifests } from './manifests.ts';
import { createMessageDelivery } from './message-delivery.ts';

async function deliveryBy(server: Server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return createMessageDelivery(
    {
      manifest: manifests.messageDelivery,
      url: `http://127.0.0.1:${port}`,
      timeoutMs: 2_000,
      breaker: createCircuitBreaker(manifests.messageDelivery.breaker),
    },
    { keyId: 'test', secret: 'A'.repeat(43) },
  );
}

test('an answer that comes twice is not the answer to the next call: each has a connection of its own (PROOF-32)', async () => {
  const answered = new WeakMap<Socket, string>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { idempotencyKey } = JSON.parse(body) as { idempotencyKey: string };
      const answer = JSON.stringify({ idempotencyKey, status: 'accepted' });
      // What was answered before on this connection comes again, late.
      const { socket } = request;
      socket.write(answered.get(socket) ?? '');
      const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${answer.length}\r\n\r\n`;
      answered.set(socket, head + answer);
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
  });
  const deliver = await deliveryBy(server);
  const said = [];
  for (let nth = 0; nth < 3; nth += 1)
    said.push(await deliver(phone, 'sms', 'hello', { leftMs: () => 5_000 }));
  expect(said).toEqual(Array.from({ length: 3 }, () => ({ ok: true, value: 'accepted' })));
  server.closeAllConnections();
  server.close();
});

// prettier-ignore
test.each([
  ['what one person sent is refused: the others are asked all the same', [400, 404, 413, 415, 422], true],
  ['we are refused, or asked for patience, or it breaks: it is spared',  [401, 403, 429, 500, 503], false],
])('a source by which %s (PROOF-33)', async (_what, codes, asked) => {
  for (const code of codes) {
    let calls = 0;
    const server = createServer((request, response) => {
      request.resume();
      calls += 1;
      response.writeHead(code).end();
    });
    const deliver = await deliveryBy(server);
    for (let nth = 0; nth < 12; nth += 1)
      expect((await deliver(phone, 'sms', 'hello', { leftMs: () => 5_000 })).ok).toBe(false);
    expect(calls, String(code)).toBe(asked ? 12 : manifests.messageDelivery.breaker.failures);
    server.closeAllConnections();
    server.close();
  }
});
