import { readFile } from 'node:fs/promises';
import { serve } from '@hono/node-server';
import type { JWK } from 'jose';
import { createApp } from './app.ts';
import { ConfigProblem, readConfig } from './config.ts';
import { loadKeys } from './keys.ts';

try {
  const config = readConfig(process.env);
  const app = createApp(
    { ...config, registryKey: JSON.parse(await readFile(config.registryKey, 'utf8')) as JWK },
    await loadKeys(config.keys),
  );
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: config.port }, () => {
    console.log(`The sample agencies are open at ${config.origin}`);
  });
  server.on('error', (problem: NodeJS.ErrnoException) => {
    console.error(
      problem.code === 'EADDRINUSE'
        ? `Port ${config.port} is taken; set AGENCY_PORT to another one.`
        : `The agencies cannot open: ${problem.code ?? 'unknown reason'}.`,
    );
    process.exit(1);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => server.close(() => process.exit(0)));
  }
} catch (problem) {
  const known = problem instanceof ConfigProblem || problem instanceof Error;
  console.error(known ? problem.message : 'The agencies cannot open.');
  process.exitCode = 1;
}
