import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A process of ours, started for a test: what it prints is kept, and it is ready when it answers. */
export async function startApp(
  main: string,
  port: number,
  environment: Readonly<Record<string, string>>,
) {
  const child = spawn(process.execPath, [main], { env: { ...environment } });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const ended = once(child, 'close');
  const origin = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`it did not start: ${Buffer.concat(said).toString()}`);
    const answer = await fetch(`${origin}/health`).catch(() => undefined);
    if (answer?.ok === true) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    origin,
    said: () => Buffer.concat(said).toString('utf8'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
