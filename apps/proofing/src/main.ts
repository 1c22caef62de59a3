import { serve } from '@hono/node-server';
import { profiles } from '@signet/contracts/policy/profiles';
import { createApp } from './app.ts';
import { countDocumentAttempts } from './check/document-attempts.ts';
import { countSsnAttempts } from './check/ssn-attempts.ts';
import { countNumberAttempts } from './examine/number-attempts.ts';
import { countCodeAttempts, countCodesOfPhone } from './confirm/code-attempts.ts';
import { openReadingRoom } from './examine/reading-room.ts';
import { readConfig } from './config.ts';
import { readProofingKeys } from './keys/proofing-keys.ts';
import { log } from './log.ts';
import { connectSources } from './sources/sources.ts';

try {
  const config = await readConfig(process.env);
  const counts = {
    ssnAttempts: countSsnAttempts(),
    documentAttempts: countDocumentAttempts(),
    numberAttempts: countNumberAttempts(),
    codeAttempts: countCodeAttempts(),
    codesOfPhone: countCodesOfPhone(),
  };
  setInterval(() => {
    for (const count of Object.values(counts)) count.forgetEnded(new Date());
  }, 60_000).unref();
  const app = createApp({
    keys: await readProofingKeys(config.keyFolder),
    registry: config.registry,
    openSources: connectSources(config.deployment),
    letters: config.deployment.letters,
    profile: profiles[config.registry.proofing.profile],
    now: () => new Date(),
    answerEveryMs: 250,
    readingRoom: openReadingRoom(),
    ...counts,
  });
  const server = serve({ fetch: app.fetch, port: config.port, hostname: '127.0.0.1' }, () =>
    log('started', { port: config.port }),
  );
  server.once('error', () => refuseToStart(`port ${config.port} cannot be used`));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close(() => {
        log('stopped');
        process.exit(0);
      });
    });
  }
} catch (cause) {
  refuseToStart(cause instanceof Error ? cause.message : 'unknown reason');
}

function refuseToStart(reason: string): void {
  console.error(`Proofing cannot start: ${reason}`);
  process.exit(1);
}
