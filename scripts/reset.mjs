import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { root, stop } from './bootstrap.mjs';

// Forgets an installation: its database, keys, registry and built pages. Nothing else in the home folder is touched, and nothing outside.
const home = path.resolve(process.env.SIGNET_HOME ?? path.join(root, '.signet'));
// What scripts/launch makes in a home, or made before: `carrier` and `sources` until there was one file for a deployment, and `web.stamp`, which is in `web` now.
const parts = [
  'agencies',
  'carrier',
  'data',
  'deployment',
  'keys',
  'personas',
  'print-inbox',
  'print-shop',
  'printed',
  'registry',
  'sandbox.json',
  'sources',
  'web',
  'web.stamp',
];
// A folder named keys or data may be anybody's; these two files are ours.
const marks = [path.join('keys', 'made.json'), path.join('data', 'signet.sqlite')];

if (!marks.some((file) => existsSync(path.join(home, file)))) {
  const there = existsSync(home) ? readdirSync(home) : [];
  if (there.some((name) => !/^(e2e-\d+|sandbox)$/.test(name)))
    stop(
      `${home} does not look like an installation of Signet (it has neither ${marks.join(' nor ')}), so it was left alone.`,
    );
  console.log(
    there.length === 0
      ? `There is nothing to forget at ${home}.`
      : `There is no installation to forget at ${home}: only what the tests keep for their next run (${there.join(', ')}).`,
  );
} else {
  const port = await portInUse();
  if (port !== undefined)
    stop(
      `something answers on port ${port}, where this installation listens. Stop Signet first with Ctrl-C; if it is another one, name this one's ports with SIGNET_BASE_PORT.`,
    );
  for (const part of parts) rmSync(path.join(home, part), { recursive: true, force: true });
  const left = readdirSync(home);
  if (left.length === 0) rmdirSync(home);
  const kept =
    left.length === 0 ? '' : ` Left alone, because it is none of it: ${left.join(', ')}.`;
  console.log(`Forgotten: ${home}.${kept} The next "npm start" begins afresh.`);
}

/** The first of the installation's ports at which somebody answers. */
async function portInUse() {
  const base = Number(process.env.SIGNET_BASE_PORT ?? 4000);
  for (const port of [base, base + 10, base + 20, base + 30, base + 31])
    if (await answers(port)) return port;
  return undefined;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
