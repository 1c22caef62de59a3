import net from 'node:net';
import { LaunchProblem } from './problem.ts';

/** Refuses to start half a house: every port is tried before the first process is spawned. */
export async function requireFreePorts(ports: Record<string, number>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await isTaken(port)) {
      throw new LaunchProblem(
        `port ${port}, which the ${name} needs, is taken. Another Signet may be running: stop it, or choose other ports with SIGNET_BASE_PORT=4400.`,
      );
    }
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(true));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      probe.close(() => resolve(false)),
    );
  });
}
