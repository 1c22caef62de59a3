import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Hono } from 'hono';
import { carrier } from './carrier.ts';
import { mountControl } from './control.ts';
import type { Credentials } from './credentials.ts';
import { dmv } from './dmv.ts';
import { documentChecker } from './document-checker.ts';
import { createFaults } from './faults.ts';
import { homePage } from './home-page.ts';
import { createJournal } from './journal.ts';
import { outboxPage } from './outbox-page.ts';
import type { Outbox } from './outbox.ts';
import type { Person } from './people.ts';
import { records } from './records.ts';
import { mountSource, type App } from './source-endpoint.ts';

export type Standins = {
  readonly credentials: Credentials;
  readonly people: readonly Person[];
  readonly outbox: Outbox;
  readonly cards: string;
  readonly agencyUrl: string;
};

/** Every stand-in on one port; each speaks as the real source would, and knows nothing of Signet. */
export function createApp({ credentials, people, outbox, cards, agencyUrl }: Standins): App {
  const app: App = new Hono();
  const faults = createFaults();
  const journal = createJournal();

  for (const source of [
    documentChecker(credentials.documentChecker.apiKey),
    dmv(credentials.dmv, people),
    records(credentials.records, people),
    ...carrier(credentials.carrier, credentials.messages, people, outbox),
  ]) {
    mountSource(app, source, faults, journal);
  }
  mountControl(app, faults, journal);

  app.get('/health', (c) => c.json({ healthy: true }));
  app.get('/', (c) => c.html(homePage(people, cards, agencyUrl)));
  app.get('/outbox', (c) => c.html(outboxPage(outbox.read())));
  app.get('/outbox.json', (c) =>
    c.json({ messages: outbox.read({ to: c.req.query('to'), since: c.req.query('since') }) }),
  );
  app.post('/outbox/clear', (c) => {
    outbox.clear();
    return c.json({ cleared: true });
  });
  app.get('/personas/:id/:picture', async (c) => {
    const { id, picture } = c.req.param();
    if (!/^[a-z]+$/.test(id) || !/^[a-z-]+\.jpg$/.test(picture)) return c.notFound();
    const bytes = await readFile(path.join(cards, id, picture)).catch(() => undefined);
    return bytes === undefined
      ? c.notFound()
      : c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/jpeg' });
  });
  app.onError((_error, c) => c.json({ error: 'internal_error' }, 500));
  return app;
}
