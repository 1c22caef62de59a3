import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A phone carrier that keeps what it was asked to deliver. Nothing is checked: that is tested where the stand-in is. */
export async function openTelephone() {
  const texts: { readonly idempotencyKey: string; readonly to: string; readonly text: string }[] =
    [];
  const server = createServer((request, response) => {
    void json(request).then((asked) => {
      const message = asked as (typeof texts)[number];
      texts.push(message);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ idempotencyKey: message.idempotencyKey, status: 'accepted' }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    textsTo: (number: string) => texts.filter(({ to }) => to === number).map(({ text }) => text),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
