import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { readCredentials } from './credentials.ts';
import { createOutbox } from './outbox.ts';
import { readPeople } from './people.ts';
import { createPopulation } from './population/create-population.ts';
import { startFetchingBatches } from './print-shop/fetch-batches.ts';
import { readCustomerKey, readPrinterKey, readPrintShopCredential } from './print-shop/keys.ts';
import { openPrintFolder } from './print-shop/print-folder.ts';
import { createPrintShop } from './print-shop/print-shop.ts';
import { createTeller } from './print-shop/tell-customer.ts';
import { startSmtp } from './smtp.ts';

try {
  const config = readConfig(process.env);
  const outbox = createOutbox();
  const credential = readPrintShopCredential(config.keys);
  const folder = openPrintFolder(config.printFolder);
  const tell = createTeller(config.printCallbackUrl, credential.callbacks);
  const shop = createPrintShop({
    credential,
    printerKey: readPrinterKey(config.keys),
    customerKey: readCustomerKey(config.printCustomer),
    folder,
    tell,
    mailAfterMs: config.mailAfterMs,
  });
  startFetchingBatches(config.printInbox, credential, shop);
  const app = createApp({
    credentials: readCredentials(config.keys),
    personas: readPeople(config.people),
    population: createPopulation(),
    outbox,
    cards: config.cards,
    agencyUrl: config.agencyUrl,
    printing: { shop, folder, tell },
  });
  const mail = await startSmtp(config.smtpPort, outbox);
  const server = serve({ fetch: app.fetch, port: config.port, hostname: '127.0.0.1' }, () => {
    console.log(
      `stand-ins (development and QA only) at http://127.0.0.1:${config.port}, mail at ${config.smtpPort}`,
    );
  });
  const stop = () => {
    server.close();
    void mail.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (cause) {
  console.error(
    `The stand-ins cannot start: ${cause instanceof Error ? cause.message : 'unknown reason'}`,
  );
  process.exit(1);
}
