import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve, type ServerType } from '@hono/node-server';
import { wishOf } from './control.ts';
import {
  newCustomer,
  newSharedSecret,
  type Credentials,
  type CustomerCredentials,
} from './credentials.ts';
import type { Person } from './people.ts';
import type { App } from './source-endpoint.ts';

export type Namespace = {
  readonly id: string;
  readonly origin: string;
  /** What the customer of this namespace holds. */
  readonly credentials: CustomerCredentials;
};

type Opened = (credentials: Credentials, people: readonly Person[]) => App;

/**
 * A test's own stand-ins: another port, other credentials, other people, and nothing in common with the rest: no fault, nonce, message,
 * journal or clock. Tests side by side cannot disturb each other.
 */
export function mountNamespaces(app: App, open: Opened): { close(): void } {
  const servers = new Map<string, ServerType>();

  app.post('/control/namespaces', async (c) => {
    const { people = [] } = (await wishOf(c)) ?? {};
    if (!Array.isArray(people)) return c.json({ error: 'field_malformed' }, 400);
    const { customer, sources } = newCustomer();
    const own = open({ ...sources, messages: newSharedSecret('messages') }, people as Person[]);
    const server = serve({ fetch: own.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    const id = randomUUID();
    servers.set(id, server);
    const { port } = server.address() as AddressInfo;
    const namespace: Namespace = { id, origin: `http://127.0.0.1:${port}`, credentials: customer };
    return c.json(namespace);
  });
  app.delete('/control/namespaces/:id', (c) => {
    const server = servers.get(c.req.param('id'));
    if (server === undefined) return c.json({ error: 'unknown_namespace' }, 404);
    servers.delete(c.req.param('id'));
    stop(server);
    return c.json({ closed: true });
  });

  return { close: () => servers.forEach(stop) };
}

function stop(server: ServerType): void {
  server.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
}
