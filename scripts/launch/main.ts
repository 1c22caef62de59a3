import path from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { watchWeb } from './build-web.ts';
import { developmentPlan, sandboxPlan, type Plan } from './plan.ts';
import { requireFreePorts } from './ports.ts';
import { prepareHome } from './prepare-home.ts';
import { LaunchProblem, sentenceOf } from './problem.ts';
import { startHouse, type Line } from './processes.ts';
import { beginAnew, requireAgenciesOf, requireHomeOf } from './sandbox.ts';
import { sandboxWelcome, welcome } from './welcome.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

try {
  const { dev, sandbox, agency } = wishes();
  await launch(planFrom(process.env, sandbox ? agency : undefined), dev);
} catch (cause) {
  console.error(`\nSignet cannot start: ${sentenceOf(cause)}\n`);
  process.exit(1);
}

function wishes() {
  const values = wordsGiven();
  if (values.agency.length > 0 && !values.sandbox)
    throw new LaunchProblem(
      '--agency is for a sandbox: give --sandbox too. Here agencies are files in registry/agencies.',
    );
  return values;
}

function wordsGiven() {
  try {
    return parseArgs({
      options: {
        dev: { type: 'boolean', default: false },
        sandbox: { type: 'boolean', default: false },
        agency: { type: 'string', multiple: true, default: [] },
      },
    }).values;
  } catch (cause) {
    // Its own words name the option, and what it takes.
    const words = cause instanceof Error ? (cause.message.split(/\n|\. /)[0] ?? '') : '';
    throw new LaunchProblem(
      `${words}. There are --dev and --sandbox, and with --sandbox as many --agency FILE as you like (docs/agencies/testing.md).`,
    );
  }
}

/** `SIGNET_HOME` and `SIGNET_BASE_PORT` let several installations live on one machine. */
function planFrom(
  environment: NodeJS.ProcessEnv,
  sandboxAgencies: readonly string[] | undefined,
): Plan {
  const basePort = Number(environment['SIGNET_BASE_PORT'] ?? 4000);
  if (!Number.isInteger(basePort) || basePort < 1024 || basePort > 65_000)
    throw new LaunchProblem('SIGNET_BASE_PORT must be a port between 1024 and 65000.');
  const folder = sandboxAgencies === undefined ? '.signet' : path.join('.signet', 'sandbox');
  const home = environment['SIGNET_HOME'] ?? path.join(root, folder);
  const plan = developmentPlan(root, path.resolve(home), basePort);
  return sandboxAgencies === undefined
    ? plan
    : sandboxPlan(
        plan,
        sandboxAgencies.map((file) => path.resolve(file)),
      );
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

  await requireHomeOf(house);
  await requireAgenciesOf(house);
  await requireFreePorts(house.ports);
  try {
    if (house.sandbox !== undefined) await beginAnew(house);
    await prepareHome(house, (sentence) => console.log(`· ${sentence}`));
  } catch (cause) {
    // Ctrl-C reaches the tools that set-up runs as well: what fails then has not failed.
    if (stopping) leave();
    throw cause;
  }
  if (stopping) leave();
  const running = await startHouse(house, printLine, { watch: dev });
  const pages = dev ? await watchWeb(house) : undefined;
  console.log(await (house.sandbox === undefined ? welcome(house) : sandboxWelcome(house)));

  const reason = await Promise.race([asked.promise.then(() => undefined), running.ended]);
  console.log(
    reason === undefined
      ? '\nStopping…'
      : `\nThe ${reason} process ended by itself; stopping the others.`,
  );
  pages?.kill('SIGTERM');
  await running.stop();
  console.log(
    house.sandbox === undefined
      ? 'Stopped. Everything is kept; "npm start" goes on where you left.'
      : 'Stopped. The next start of the sandbox knows nobody.',
  );
  process.exit(reason === undefined ? 0 : 1);
}

function leave(): never {
  console.log(
    '\nStopped before anything was started. What was made is kept; "npm start" makes the rest.',
  );
  process.exit(1);
}

function printLine({ app, text }: Line): void {
  const colour = {
    bff: 'cyan',
    proofing: 'magenta',
    agency: 'green',
    standins: 'yellow',
    simulator: 'blue',
  } as const;
  console.log(`${styleText(colour[app], app.padEnd(9))} │ ${text}`);
}
