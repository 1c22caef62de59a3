import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { phone } from '../testing/person.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { manifests } from './manifests.ts';
import { createMessageDelivery } from './message-delivery.ts';

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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const deliver = createMessageDelivery(
    {
      manifest: manifests.messageDelivery,
      url: `http://127.0.0.1:${port}`,
      timeoutMs: 2_000,
      breaker: createCircuitBreaker(manifests.messageDelivery.breaker),
    },
    { keyId: 'test', secret: 'A'.repeat(43) },
  );
  const said = [];
  for (let nth = 0; nth < 3; nth += 1)
    said.push(await deliver(phone, 'sms', 'hello', { leftMs: () => 5_000 }));
  expect(said).toEqual(Array.from({ length: 3 }, () => ({ ok: true, value: 'accepted' })));
  server.closeAllConnections();
  server.close();
});
