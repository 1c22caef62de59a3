import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { personas } from '../canary/persona-values.ts';
import { wholeBrowser } from '../house/browsers.ts';
import { developmentPlan, foldersOf } from '../../scripts/launch/plan.ts';
import { requireFreePorts } from '../../scripts/launch/ports.ts';
import { prepareHome } from '../../scripts/launch/prepare-home.ts';
import { startHouse } from '../../scripts/launch/processes.ts';
import { signInScripts } from './sign-in-scripts.ts';
import { median, verdict } from './figures.ts';
import { measureUnlocks, type Unlock } from './unlocks.ts';
import { openWorkerFile } from './worker-file.ts';

// `npm run bench:unlock`: an installation of its own, in a folder that is removed after.
const times = 15;
const root = path.resolve(import.meta.dirname, '..', '..');
const home = mkdtempSync(path.join(os.tmpdir(), 'signet-bench-'));
const plan = developmentPlan(root, home, Number(process.env['SIGNET_BASE_PORT'] ?? 4700));
await requireFreePorts(plan.ports);
await prepareHome(plan, (sentence) => console.log(`· ${sentence}`));
const house = await startHouse(plan, () => undefined);
const browser = await chromium.launch(wholeBrowser);
const worker = openWorkerFile(foldersOf(home).web);

try {
  console.log(
    `\nChromium ${browser.version()}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? 'CPU'}, median of ${times}\n`,
  );
  await tellScripts();
  worker.serve('timed, hardly stretching');
  const [light, once, slow] = personas.filter(({ shows }) => shows === 'everything passes');
  if (light === undefined || once === undefined || slow === undefined)
    throw new Error('three personas are needed who pass');
  const bare = await measureUnlocks(browser, plan, { persona: light, throttle: 1, times });
  worker.serve('timed');
  const at1 = await measureUnlocks(browser, plan, { persona: once, throttle: 1, times });
  const at6 = await measureUnlocks(browser, plan, { persona: slow, throttle: 6, times });
  tellUnlocks(bare, at1, at6);
} finally {
  await browser.close();
  await house.stop();
  rmSync(home, { recursive: true, force: true });
}

async function tellScripts(): Promise<void> {
  const { initial, later } = await signInScripts(browser, plan);
  const sum = (scripts: typeof initial) =>
    scripts.reduce((total, { gzipped }) => total + gzipped, 0) / 1_000;
  console.log('JavaScript of the sign-in page, gzipped');
  for (const { name, gzipped } of initial.toSorted((a, b) => b.gzipped - a.gzipped))
    console.log(`  ${(gzipped / 1_000).toFixed(1).padStart(7)} KB  ${name}`);
  for (const { name, gzipped } of later)
    console.log(`  ${(gzipped / 1_000).toFixed(1).padStart(7)} KB  ${name} (apart)`);
  console.log(
    `  ${sum(initial).toFixed(1).padStart(7)} KB  before anything is typed: ${verdict(sum(initial), 130, 'KB')}\n`,
  );
}

function tellUnlocks(
  bare: readonly Unlock[],
  at1: readonly Unlock[],
  at6: readonly Unlock[],
): void {
  const of = (unlocks: readonly Unlock[], what: keyof Unlock) =>
    median(unlocks.map((one) => one[what]));
  const finish = of(bare, 'finishLogin');
  const figures = (unlocks: readonly Unlock[]) => {
    const opaque = of(unlocks, 'beginLogin') + finish;
    const kdf = of(unlocks, 'finishLogin') - finish;
    const unwrap = of(unlocks, 'unwrap');
    const decrypt = of(unlocks, 'decrypt');
    return { opaque, kdf, unwrap, decrypt, computed: opaque + unwrap + decrypt };
  };
  const [one, six] = [figures(at1), figures(at6)];
  // prettier-ignore
  const rows: readonly (readonly [string, number, number])[] = [
    ['press to open',                  of(at1, 'whole'),       of(at6, 'whole')],
    ['  start of the worker',          of(at1, 'workerStart'), of(at6, 'workerStart')],
    ['  OPAQUE',                       one.opaque,             six.opaque],
    ['  KDF (Argon2id)',               one.kdf,                six.kdf],
    ['  unwrap (slot and manifest)',   one.unwrap,             six.unwrap],
    ['  decrypt (one record)',         one.decrypt,            six.decrypt],
    ['  waiting for the bff',          of(at1, 'requests'),    of(at6, 'requests')],
    ['longest main-thread task over 50 ms', Math.max(...at1.map((u) => u.longestTask)), Math.max(...at6.map((u) => u.longestTask))],
  ];
  console.log(`${'unlock, ms'.padEnd(38)}${'1×'.padStart(9)}${'6×'.padStart(9)}`);
  for (const [name, first, second] of rows)
    console.log(
      `${name.padEnd(38)}${first.toFixed(1).padStart(9)}${second.toFixed(1).padStart(9)}`,
    );
  console.log(
    "\nChromium's throttle slows the page's own thread and not its worker, where OPAQUE and the KDF are computed; the worker only\nshares the machine's cores with it. On a device that is slower throughout, the KDF takes as many times longer.",
  );
  console.log(`OPAQUE, unwrap and decrypt at 1×: ${verdict(one.computed, 15, 'ms')}`);
  const rest = of(at1, 'whole') - one.kdf;
  console.log(`press to open at 1×, less the KDF, with the bff's answers: ${rest.toFixed(1)} ms`);
  const longest = Math.max(...at1.map((unlock) => unlock.longestTask));
  console.log(`longest main-thread task at 1×: ${verdict(longest, 50, 'ms')}`);
}
