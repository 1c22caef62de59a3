import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import { environmentOf, type AppName } from './app-environment.ts';
import type { Plan } from './plan.ts';
import { LaunchProblem } from './problem.ts';

export type Line = { readonly app: AppName; readonly text: string };

export type House = {
  /** Resolves with the first app that ends without being asked to. */
  readonly ended: Promise<AppName>;
  stop(): Promise<void>;
  /** Process id per app, for tests that look into or kill one. */
  readonly pids: ReadonlyMap<AppName, number>;
};

const apps: readonly AppName[] = ['standins', 'proofing', 'bff', 'agency'];
/** What Node imports before an app's `main.ts`. */
const before: Partial<Record<AppName, string>> = { bff: 'quick-imports.ts' };

/** Starts the servers, each with only the environment it needs, and waits until every one says it is healthy. */
export async function startHouse(
  plan: Plan,
  onLine: (line: Line) => void,
  options: {
    watch?: boolean;
    only?: readonly AppName[];
    nodeArguments?: Partial<Record<AppName, string[]>>;
  } = {},
): Promise<House> {
  const children = new Map<AppName, ChildProcess>();
  let stopping = false;
  const { promise: ended, resolve: endedWith } = Promise.withResolvers<AppName>();

  const stop = async () => {
    stopping = true;
    await Promise.all([...children.values()].map(stopChild));
  };

  const all = plan.sandbox === undefined ? apps : ([...apps, 'simulator'] as const);
  for (const app of options.only ?? all) {
    const source = path.join(plan.root, 'apps', app, 'src');
    const main = path.join(source, 'main.ts');
    const first = before[app];
    const nodeArguments = [
      ...(first === undefined ? [] : ['--import', path.join(source, first)]),
      ...(options.nodeArguments?.[app] ?? []),
      ...(options.watch ? ['--watch', '--watch-preserve-output'] : []),
    ];
    const child = spawn(process.execPath, [...nodeArguments, main], {
      env: environmentOf(app, plan),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C reaches the launcher alone, which then stops everyone in order.
      detached: process.platform !== 'win32',
    });
    children.set(app, child);
    for (const stream of [child.stdout, child.stderr]) {
      readline.createInterface({ input: stream }).on('line', (text) => onLine({ app, text }));
    }
    child.on('exit', () => {
      if (!stopping) endedWith(app);
    });
  }

  try {
    await Promise.race([
      Promise.all([...children.keys()].map((app) => waitUntilHealthy(app, plan))),
      ended.then((app) => {
        throw new LaunchProblem(
          `the ${app} process ended while starting; its own words stand above.`,
        );
      }),
    ]);
  } catch (problem) {
    await stop();
    throw problem;
  }
  return { ended, stop, pids: new Map([...children].map(([app, child]) => [app, child.pid ?? 0])) };
}

async function waitUntilHealthy(app: AppName, plan: Plan): Promise<void> {
  const url = `http://127.0.0.1:${plan.ports[app]}/health`;
  const giveUpAt = Date.now() + 30_000;
  while (Date.now() < giveUpAt) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new LaunchProblem(`the ${app} did not become healthy within 30 seconds.`);
}

function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(impatience);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
