import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Hono } from 'hono';
import { addressRecord } from './address-record.ts';
import { carrier } from './carrier.ts';
import { createClock } from './clock.ts';
import { mountControl } from './control.ts';
import type { Credentials } from './credentials.ts';
import { dmv } from './dmv.ts';
import { documentChecker } from './document-checker.ts';
import { createFaults } from './faults.ts';
import { homePage } from './home-page.ts';
import { createJournal } from './journal.ts';
import { mountSource } from './mount-source.ts';
import { mountNamespaces } from './namespaces.ts';
import { outboxPage } from './outbox-page.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { Person } from './people.ts';
import { mountPrintShopPages } from './print-shop/mount-print-shop.ts';
import type { PrintFolder } from './print-shop/print-folder.ts';
import type { PrintShop } from './print-shop/print-shop.ts';
import type { Teller } from './print-shop/tell-customer.ts';
import { records } from './records.ts';
import { createSays, risk } from './risk.ts';
import { socialSecurity } from './social-security.ts';
import type { App } from './source-endpoint.ts';

export type Standins = {
  readonly credentials: Credentials;
  /** Whom a tester may play. */
  readonly personas: readonly Person[];
  /** Everybody else whom the sources know. */
  readonly population: readonly Person[];
  readonly outbox: Outbox;
  readonly cards: string;
  readonly agencyUrl: string;
  readonly printing: {
    readonly shop: PrintShop;
    readonly folder: PrintFolder;
    readonly tell: Teller;
  };
};

/** Every stand-in on one port; each speaks as the real source would, and knows nothing of Signet. */
export function createApp(standins: Standins): App {
  const { personas, population, cards, agencyUrl } = standins;
  const app: App = new Hono();
  const tokens = new Map<string, number>();
  let sources = createSources(standins, tokens);
  mountPrintShopPages(app, standins.printing);
  /** For a test whose customer asks here and nowhere else: sources in the place of these, of which nothing is left. */
  app.post('/control/namespaces/here', (c) => {
    standins.outbox.clear();
    sources = createSources(standins, tokens);
    return c.json({ opened: true });
  });
  mountNamespaces(app, (credentials, people) =>
    createSources(
      { ...standins, credentials, personas: [...people, ...personas], outbox: createOutbox() },
      new Map(),
    ),
  );
  app.get('/', (c) => c.html(homePage(personas, population.length, cards, agencyUrl)));
  app.get('/personas/:id/:picture', async (c) => {
    const { id, picture } = c.req.param();
    if (!/^[a-z]+$/.test(id) || !/^[a-z-]+\.jpg$/.test(picture)) return c.notFound();
    const bytes = await readFile(path.join(cards, id, picture)).catch(() => undefined);
    return bytes === undefined
      ? c.notFound()
      : c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/jpeg' });
  });
  app.all('*', (c) => sources.fetch(c.req.raw, c.env));
  return app;
}

/** One set of sources with all that is theirs: clock, faults, journal, outbox. */
function createSources(
  { credentials, personas, population, outbox, printing }: Standins,
  tokens: Map<string, number>,
): App {
  const app: App = new Hono();
  const clock = createClock();
  const faults = createFaults(clock.now);
  const journal = createJournal(clock.now);
  const says = createSays();
  const people = [...personas, ...population];
  const endpoints = [
    documentChecker(credentials.documentChecker.apiKey),
    dmv(credentials.dmv, people, clock.now),
    records(credentials.records, people, clock.now),
    ...socialSecurity(credentials.socialSecurity, people, clock.now, tokens),
    addressRecord(credentials.addressRecord, people, clock.now),
    ...carrier(credentials, people, outbox, clock.now),
    risk(credentials.risk, says, clock.now),
    ...printing.shop.endpoints,
  ];
  for (const source of endpoints) mountSource(app, source, faults, journal);
  const names = [...new Set(endpoints.map(({ endpoint }) => endpoint))];
  mountControl(app, { endpoints: names, clock, faults, journal, says });

  app.get('/health', (c) => c.json({ healthy: true }));
  app.get('/outbox', (c) => c.html(outboxPage(outbox.read())));
  app.get('/outbox.json', (c) =>
    c.json({ messages: outbox.read({ to: c.req.query('to'), since: c.req.query('since') }) }),
  );
  app.post('/outbox/clear', (c) => {
    outbox.clear();
    return c.json({ cleared: true });
  });
  app.onError((_error, c) => c.json({ error: 'internal_error' }, 500));
  return app;
}
