// Runs on any Node ≥ 20, before anything is installed: imports nothing but Node itself.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const isWindows = process.platform === 'win32';

/** Ends the process with one clear sentence. */
export function stop(sentence) {
  console.error(`\nSignet cannot go on: ${sentence}\n`);
  process.exit(1);
}

/** Installs what package-lock.json names, unless that very lock file is installed already. */
export async function install() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    stop(`Node 20 or newer is needed; this is ${process.version}.`);
  }
  const lock = path.join(root, 'package-lock.json');
  const stamp = path.join(root, 'node_modules', '.signet-lock');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (installed && everyPackageIsThere() && node24Runs()) return;
  console.log('Installing what is missing (npm ci); this takes a minute the first time.');
  await npm(['ci', ...complete], process.env);
  // The one script that is needed: npm 9 to 11 would also compile better-sqlite3, which brings its binaries along.
  await npm(['rebuild', 'node', '--ignore-scripts=false'], process.env);
  if (!node24Runs()) {
    stop(
      'npm installed no Node 24 (the "node" package) that runs here. There is one for Linux with glibc, macOS and Windows.',
    );
  }
  // npm leaves out optional packages, native bindings among them, that ask for a newer Node than the one npm runs on.
  await npm([...newerNpm(), 'install', '--no-save', ...complete], environment());
  writeFileSync(stamp, wanted);
}

/** Whatever the user's own npm settings leave out or refuse, and no script of any package. */
const complete = [
  '--include=dev',
  '--include=optional',
  '--engine-strict=false',
  '--ignore-scripts',
];

/**
 * Of those that npm wrote down that it installed: a folder that was halfway deleted or copied lacks some. npm 11.3 to 11.6 list what is for
 * other machines, too, and call it inert.
 */
function everyPackageIsThere() {
  try {
    const list = path.join(root, 'node_modules', '.package-lock.json');
    return Object.entries(JSON.parse(readFileSync(list, 'utf8')).packages).every(
      ([folder, { ideallyInert }]) =>
        ideallyInert === true || existsSync(path.join(root, folder, 'package.json')),
    );
  } catch {
    // No list, or half of one.
    return false;
  }
}

/** Not only there: a folder may have come from another kind of machine. */
function node24Runs() {
  return spawnSync(node24(), ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Runs npm with the first `node` of the environment's PATH; `npm_execpath` is set whenever npm itself started us. */
async function npm(args, env) {
  const itself = process.env.npm_execpath;
  const node = env === process.env ? process.execPath : node24();
  const [command, ...before] =
    itself === undefined ? [isWindows ? 'npm.cmd' : 'npm'] : [node, itself];
  const child = spawn(command, [...before, '--loglevel=error', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: isWindows && itself === undefined,
  });
  const { code } = await endOf(child, 'SIGKILL');
  if (stopped) {
    // npm 9 hides the cursor while it works.
    if (process.stdout.isTTY) process.stdout.write('\x1b[?25h');
    console.log('\nStopped in the middle of the installation; the next time it begins anew.');
    process.exit(1);
  }
  if (code !== 0) stop(`"npm ${args[0]}" failed; what it printed stands above.`);
}

/**
 * The npm of Node 20.0 and 20.1 takes every Linux for one without a C library and leaves out all that is made for one: it fetches the npm
 * that package.json names, and that one goes on.
 */
function newerNpm() {
  const [, major, minor, patch] =
    /npm\/(\d+)\.(\d+)\.(\d+)/.exec(process.env.npm_config_user_agent ?? '')?.map(Number) ?? [];
  if (major === undefined || major * 1e6 + minor * 1e3 + patch >= 9_006_005) return [];
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return ['exec', '--yes', `--package=${packageManager}`, '--', 'npm'];
}

/** Node 24, which npm installed: it runs our TypeScript without a build step, whatever Node started us. */
export function node24() {
  return path.join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
}

/** The environment in which every tool of the repository runs: Node 24 and the repository's own tools come first. */
export function environment(extra = {}) {
  const tools = path.join(root, 'node_modules', '.bin');
  return {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    NODE_NO_WARNINGS: '1',
    ...extra,
    PATH: [path.dirname(node24()), tools, process.env.PATH].join(path.delimiter),
  };
}

let stopped = false;
/** Whether a signal has asked to stop, Ctrl-C for one. */
export const wasStopped = () => stopped;

/**
 * How a child in the foreground ended. A signal is passed on, and its end awaited. npm is killed: it would take an installation back
 * for half a minute, while whoever has the terminal again begins the next one in the same folder, which needs nothing taken back.
 */
function endOf(child, passedOnAs) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const passOn = (signal) => {
    stopped = true;
    child.kill(passedOnAs ?? signal);
  };
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve) => {
    const settle = (code) => {
      for (const signal of signals) process.off(signal, passOn);
      resolve({ code });
    };
    child.on('error', () => settle(127));
    child.on('exit', (code, signal) => settle(code ?? (signal === 'SIGINT' ? 0 : 1)));
  });
}

/** Runs a file or tool with Node 24 in the foreground; resolves with its exit code. After Ctrl-C nothing else begins. */
export async function run(command, args, { env = {}, quiet = false } = {}) {
  if (stopped) return { code: 1 };
  const output = quiet ? 'ignore' : 'inherit';
  const stdio = ['ignore', output, output];
  return endOf(spawn(command, args, { cwd: root, env: environment(env), stdio }));
}
