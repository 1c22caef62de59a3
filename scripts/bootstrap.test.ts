import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

// A checkout with nothing installed, and an npm that writes down what it was asked to do and does that much of it.
let checkout: string;
beforeAll(() => {
  checkout = mkdtempSync(path.join(os.tmpdir(), 'signet-bootstrap-'));
  mkdirSync(path.join(checkout, 'scripts'));
  for (const name of ['bootstrap.mjs', 'browser.mjs', 'closing-lines.mjs', 'run.mjs', 'test.mjs'])
    copyFileSync(path.join(import.meta.dirname, name), path.join(checkout, 'scripts', name));
  write('package-lock.json', '{}');
  write('package.json', '{ "packageManager": "npm@11.0.0" }');
  write(
    'npm.cjs',
    `const fs = require('node:fs');
     const asked = process.argv.slice(2).filter((word) => word !== '--loglevel=error').join(' ');
     fs.appendFileSync('asked.txt', asked + '\\n');
     if (asked.startsWith('ci')) fs.rmSync('node_modules', { recursive: true, force: true });
     if (asked === process.env.FAILS_AT) process.exit(1);
     if (process.env.IS_SLOW) {
       process.once('SIGTERM', back).once('SIGINT', back);
       console.log('npm has begun');
       return setTimeout(() => process.exit(1), 20_000);
     }
     function back() {
       setTimeout(() => { fs.appendFileSync('asked.txt', 'taken back\\n'); process.exit(1); }, 700);
     }
     if (asked.includes('install ')) {
       fs.mkdirSync('node_modules/one', { recursive: true });
       fs.writeFileSync('node_modules/one/package.json', '{}');
       fs.writeFileSync('node_modules/.package-lock.json', process.env.LISTS);
     }
     if (!asked.startsWith('rebuild node')) return;
     fs.mkdirSync('node_modules/node/bin', { recursive: true });
     if (process.env.BRINGS === undefined) fs.symlinkSync(process.execPath, 'node_modules/node/bin/node');
     else fs.writeFileSync('node_modules/node/bin/node', process.env.BRINGS, { mode: 0o755 });`,
  );
  write('hello.mjs', `console.log('hello from a script of ours');`);
});
beforeEach(() => {
  rmSync(path.join(checkout, 'node_modules'), { recursive: true, force: true });
  write('asked.txt', '');
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

function write(name: string, content: string) {
  writeFileSync(path.join(checkout, name), content);
}

/** What was printed, and what npm was asked to do meanwhile. */
function run(environment: Record<string, string> = {}) {
  write('asked.txt', '');
  const { stdout, stderr, status } = spawnSync(process.execPath, hello, {
    ...as(environment),
    encoding: 'utf8',
  });
  return { words: stdout + stderr, status, asked: asked() };
}

const hello = ['scripts/run.mjs', 'hello.mjs'];

function as(environment: Record<string, string>) {
  const own = {
    PATH: process.env['PATH'],
    npm_execpath: path.join(checkout, 'npm.cjs'),
    LISTS: '{ "packages": { "node_modules/one": {} } }',
    npm_config_user_agent: 'npm/11.0.0 node/v20.0.0 linux x64 workspaces/false',
  };
  return { cwd: checkout, env: { ...own, ...environment } };
}

function asked() {
  const lines = readFileSync(path.join(checkout, 'asked.txt'), 'utf8').trim();
  return lines === '' ? [] : lines.split('\n');
}

/** Runs a script until it has printed something, asks it to stop, and says what had been printed when it was gone. */
async function interrupt(
  script: readonly string[],
  until: string,
  ask: (pid: number) => void,
  environment: Record<string, string> = {},
) {
  const child = spawn(process.execPath, script, { ...as(environment), detached: true });
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      const before = words;
      words += chunk.toString();
      if (words.includes(until) && !before.includes(until)) ask(child.pid ?? 0);
    });
  const [status] = (await once(child, 'exit')) as [number | null];
  return { words, status };
}

/** As a terminal does it: to every process in the foreground. */
const ctrlC = (pid: number) => process.kill(-pid, 'SIGINT');

const whole = '--include=dev --include=optional --engine-strict=false --ignore-scripts';
const all = [
  `ci ${whole}`,
  'rebuild node --ignore-scripts=false',
  `install --no-save ${whole}`,
] as const;

test('everything is installed once, whatever npm is set to leave out, and no script of a package runs but that of node', () => {
  const first = run();
  expect(first.asked).toEqual(all);
  expect(first.words).toContain('hello from a script of ours');
  const second = run();
  expect(second.asked).toEqual([]);
  expect(second.words).toBe('hello from a script of ours\n');
});

test.each(all)('an installation that broke off at "npm %s" is done anew', (step) => {
  const broken = run({ FAILS_AT: step });
  expect(broken.words).toContain(`Signet cannot go on: "npm ${step.split(' ')[0]}" failed`);
  expect(broken.status).toBe(1);
  expect(run().asked).toEqual(all);
});

test.each(['one', 'one/package.json', '.package-lock.json', '.signet-lock'])(
  'where node_modules/%s went missing, everything is installed anew',
  (name) => {
    run();
    rmSync(path.join(checkout, 'node_modules', name), { recursive: true });
    expect(run().asked).toEqual(all);
    expect(run().asked).toEqual([]);
  },
);

test('half a list of what is installed has it installed anew', () => {
  run();
  write('node_modules/.package-lock.json', '{ "packages": { "node_modul');
  const anew = run();
  expect(anew.asked).toEqual(all);
  expect(anew.words).toContain('hello from a script of ours');
});

test('what npm lists for other machines, as npm 11.3 to 11.6 do, is not missed', () => {
  const inert = '"node_modules/for-another": { "ideallyInert": true, "optional": true }';
  run({ LISTS: `{ "packages": { "node_modules/one": {}, ${inert} } }` });
  expect(run().asked).toEqual([]);
});

test('where Node 24 went missing, or came from another kind of machine, everything is installed anew', () => {
  const node = path.join(checkout, 'node_modules', 'node', 'bin', 'node');
  run();
  rmSync(node);
  expect(run().asked).toEqual(all);
  rmSync(node);
  writeFileSync(node, 'made for another kind of machine', { mode: 0o755 });
  expect(run().asked).toEqual(all);
});

test('a Node 24 that does not run here is said in one sentence', () => {
  const { words, status } = run({ BRINGS: 'made for another kind of machine' });
  expect(words).toContain('Signet cannot go on: npm installed no Node 24 (the "node" package)');
  expect(status).toBe(1);
});

test.each([
  ['9.6.4', true],
  ['9.6.5', false],
  ['9.9.4', false],
  ['10.0.0', false],
])('npm %s, which knows no C library of Linux, hands on to a newer one: %s', (version, handsOn) => {
  const { asked } = run({ npm_config_user_agent: `npm/${version} node/v20.0.0 linux x64` });
  const handed = `exec --yes --package=npm@11.0.0 -- npm ${all[2]}`;
  expect(asked).toEqual([...all.slice(0, 2), handsOn ? handed : all[2]]);
});

test.each([
  ['Ctrl-C', ctrlC],
  ['a signal to it alone', (pid: number) => process.kill(pid, 'SIGTERM')],
])(
  '%s in the middle of an installation ends it, and leaves no npm that takes it back later',
  async (_how, ask) => {
    const stopped = await interrupt(hello, 'npm has begun', ask, { IS_SLOW: 'yes' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(asked()).toEqual([all[0]]);
    expect(stopped.words).toContain('Stopped in the middle of the installation');
    expect(stopped.status).toBe(1);
    expect(run().asked).toEqual(all);
  },
);

test('Ctrl-C ends all checks, not only the one that runs', async () => {
  run();
  mkdirSync(path.join(checkout, 'node_modules', 'oxfmt', 'bin'), { recursive: true });
  write('node_modules/oxfmt/bin/oxfmt', `console.log('formatting'); setTimeout(() => {}, 20_000);`);
  const { words, status } = await interrupt(
    ['scripts/test.mjs', 'format', 'lint'],
    'formatting',
    ctrlC,
  );
  expect(words).toContain('Stopped; this says nothing about what was not run.');
  expect(words).not.toContain('── the lint');
  expect(status).toBe(1);
});

test('Ctrl-C while a browser is downloaded is no failed download', async () => {
  run();
  const [folder, begun] = ['node_modules/@playwright/test', path.join(checkout, 'download-begun')];
  mkdirSync(path.join(checkout, folder), { recursive: true });
  write(`${folder}/index.js`, `exports.chromium = { executablePath: () => '/nowhere' };`);
  write(
    `${folder}/cli.js`,
    `require('node:fs').writeFileSync('download-begun', ''); setTimeout(() => {}, 20_000);`,
  );
  const { words, status } = await interrupt(
    ['scripts/test.mjs', 'e2e'],
    'No Chromium was found',
    (pid) => void vi.waitFor(() => statSync(begun), { timeout: 10_000 }).then(() => ctrlC(pid)),
    { SIGNET_CHROMIUM: '/nowhere' },
  );
  expect(words).toContain('Stopped before there was a browser.');
  expect(words).not.toMatch(/failed|could be installed/);
  expect(status).toBe(1);
});

// import.meta.dirname came with Node 20.11, the others later still.
test('what runs on the Node of the machine needs nothing that Node 20.0 lacks', () => {
  const newer =
    /import\.meta\.(dirname|filename|main|resolve)\b|\b(styleText|withResolvers|parentPath|groupBy|fromAsync|globSync)\b|\bwith \{ type/;
  for (const name of readdirSync(import.meta.dirname).filter((file) => file.endsWith('.mjs')))
    expect([name, newer.exec(readFileSync(path.join(import.meta.dirname, name), 'utf8'))]).toEqual([
      name,
      null,
    ]);
});
