import { createServer } from 'node:http';
import path from 'node:path';
import { loadRegistry } from './agencies/registry.ts';
import { startWatchingRegistry } from './agencies/watch-registry.ts';
import { answerRequests, serverOptions } from './answer-requests.ts';
import { createApp } from './app.ts';
import { log } from './audit/log.ts';
import type { Bff } from './bff.ts';
import { readConfig } from './config.ts';
import { consentVerbs } from './consent/consent-verbs.ts';
import { closeDatabase, openDatabase } from './db/open.ts';
import { startSweeping } from './db/sweep-expired.ts';
import { openBackupKeys } from './keys/backup-keys.ts';
import { readBffKeys } from './keys/bff-keys.ts';
import { openOpaquePort } from './keys/opaque-port.ts';
import { startPostman } from './mail/send-queued-mail.ts';
import { createCarrier } from './texts/carrier.ts';
import { createMailer } from './mail/smtp.ts';
import { endSessionAtAgencies } from './oidc/end-session-at-agencies.ts';
import { wishedLanguages } from './oidc/wished-languages.ts';
import { createProvider } from './oidc/provider.ts';
import { startSendingLogouts } from './oidc/send-logouts.ts';
import { startSignalling } from './signals/send-signals.ts';
import { startLetterRounds } from './proofing/post/letter-rounds.ts';
import { createPrintShop } from './proofing/post/print-shop.ts';
import { letterDays } from './proofing/post/print-shop-setting.ts';

// Nothing here prints where an error came from, and to find out costs: the engine makes three errors for each token that it finds good.
Error.stackTraceLimit = 0;

try {
  await start();
} catch (cause) {
  console.error(
    `The bff cannot start: ${cause instanceof Error ? cause.message : 'unknown reason'}`,
  );
  process.exit(1);
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const { printShop, carrier } = config.deployment;
  const { registry, jws } = await loadRegistry(config, Date.now());
  const bff: Bff = {
    config,
    db: openDatabase(path.join(config.dataFolder, 'signet.sqlite')),
    keys: readBffKeys(config.keyFolder),
    backupKeys: openBackupKeys(config.keyFolder),
    opaque: openOpaquePort(config.opaqueFolder),
    registry,
    now: Date.now,
    printShop: createPrintShop(printShop, Date.now),
    letters: letterDays(printShop),
    sendMail: createMailer(config.smtpUrl, config.issuer),
    sendText: createCarrier(carrier),
  };
  const provider = createProvider(bff);
  const app = createApp({
    bff,
    consent: consentVerbs(provider.engine),
    endSession: endSessionAtAgencies(provider),
    wishedLanguages: wishedLanguages(provider.engine),
    registryJws: jws,
    webFolder: config.webFolder,
  });
  const server = createServer(serverOptions);
  answerRequests(server, config.issuer, app, provider);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, '127.0.0.1', resolve);
  });
  log('started', { port: config.port });

  const postman = startPostman(bff);
  const signalling = startSignalling(bff);
  const loggingOut = startSendingLogouts(bff);
  const sweep = startSweeping(bff);
  const letterRounds = startLetterRounds(bff);
  const registryWatch = startWatchingRegistry(bff);
  const stop = () => {
    postman.stop();
    signalling.stop();
    loggingOut.stop();
    sweep.stop();
    letterRounds.stop();
    registryWatch.stop();
    server.close(() => {
      closeDatabase(bff.db);
      log('stopped');
      process.exit(0);
    });
    server.closeIdleConnections();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
}
