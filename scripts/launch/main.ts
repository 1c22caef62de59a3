import path from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { watchWeb } from './build-web.ts';
import { developmentPlan, type Plan } from './plan.ts';
import { requireFreePorts } from './ports.ts';
import { prepareHome } from './prepare-home.ts';
import { LaunchProblem, sentenceOf } from './problem.ts';
import { startHouse, type Line } from './processes.ts';
import { welcome } from './welcome.ts';

const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });
const root = path.resolve(import.meta.dirname, '..', '..');

try {
  await launch(planFrom(process.env), values.dev);
} catch (cause) {
  console.error(`\nSignet cannot start: ${sentenceOf(cause)}\n`);
  process.exit(1);
}

/** `SIGNET_HOME` and `SIGNET_BASE_PORT` let several installations live on one machine. */
function planFrom(environment: NodeJS.ProcessEnv): Plan {
  const basePort = Number(environment['SIGNET_BASE_PORT'] ?? 4000);
  if (!Number.isInteger(basePort) || basePort < 1024 || basePort > 65_000)
    throw new LaunchProblem('SIGNET_BASE_PORT must be a port between 1024 and 65000.');
  const home = environment['SIGNET_HOME'] ?? path.join(root, '.signet');
  return developmentPlan(root, path.resolve(home), basePort);
}

async function launch(house: Plan, dev: boolean): Promise<void> {
  // Ctrl-C may come at any moment, and more than once: what was begun is finished and then stopped, so that no process is left.
  const asked = Promise.withResolvers<void>();
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      stopping = true;
      asked.resolve();
    });
  // A terminal that was closed takes no more lines, and that is no reason to leave the servers running.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  await requireFreePorts(house.ports);
  try {
    await prepareHome(house, (sentence) => console.log(`· ${sentence}`));
  } catch (cause) {
    // Ctrl-C reaches the tools that set-up runs as well: what fails then has not failed.
    if (stopping) leave();
    throw cause;
  }
  if (stopping) leave();
  const running = await startHouse(house, printLine, { watch: dev });
  const pages = dev ? await watchWeb(house) : undefined;
  console.log(await welcome(house));

  const reason = await Promise.race([asked.promise.then(() => undefined), running.ended]);
  console.log(
    reason === undefined
      ? '\nStopping…'
      : `\nThe ${reason} process ended by itself; stopping the others.`,
  );
  pages?.kill('SIGTERM');
  await running.stop();
  console.log('Stopped. Everything is kept; "npm start" goes on where you left.');
  process.exit(reason === undefined ? 0 : 1);
}

function leave(): never {
  console.log(
    '\nStopped before anything was started. What was made is kept; "npm start" makes the rest.',
  );
  process.exit(1);
}

function printLine({ app, text }: Line): void {
  const colour = { bff: 'cyan', proofing: 'magenta', agency: 'green', standins: 'yellow' } as const;
  console.log(`${styleText(colour[app], app.padEnd(8))} │ ${text}`);
}
