import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { createOutbox } from './outbox.ts';
import { readPeople } from './people.ts';

try {
  const config = readConfig(process.env);
  const { issuer, registryKey, cards } = config;
  const around = { issuer, registryKey, cards, outbox: createOutbox(config.outbox) };
  const app = createApp(await readPeople(config.people), around);
  const server = serve({ fetch: app.fetch, port: config.port, hostname: '127.0.0.1' }, () => {
    console.log(`simulated people (development and QA only) at http://127.0.0.1:${config.port}`);
  });
  const stop = () => {
    server.close(() => process.exit(0));
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (cause) {
  const words = cause instanceof Error ? cause.message : 'unknown reason';
  console.error(`The simulator cannot start: ${words}`);
  process.exit(1);
}
