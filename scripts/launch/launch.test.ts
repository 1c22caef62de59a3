import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentOf } from './app-environment.ts';
import { developmentPlan, foldersOf } from './plan.ts';
import { writeSettings } from './write-settings.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const basePort = Number(process.env['SIGNET_TEST_BASE_PORT'] ?? 4300) + 100;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'signet-launch-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script as the terminal would; `until` is what it must print before it is interrupted. */
async function run(
  script: string,
  home: string,
  until?: string,
  signal: 'SIGINT' | 'SIGHUP' = 'SIGINT',
) {
  const child = spawn(process.execPath, [path.join(root, 'scripts', script)], {
    env: { ...process.env, SIGNET_HOME: home, SIGNET_BASE_PORT: String(basePort) },
    // A group of its own, as a terminal makes one: Ctrl-C reaches every process in it.
    detached: true,
  });
  const interrupt = () => process.kill(-(child.pid ?? 0), signal);
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      words += chunk.toString();
      if (until !== undefined && words.includes(until)) interrupt();
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, words };
}

const start = (home: string, signal?: 'SIGINT' | 'SIGHUP', until = 'Ctrl-C stops everything') =>
  run('launch/main.ts', home, until, signal);

describe('what is in the way is said in one sentence, and nothing is started', () => {
  test('a port that is taken', async () => {
    const occupant = net.createServer();
    await new Promise<void>((resolve) =>
      occupant.listen(basePort + 20, '127.0.0.1', () => resolve()),
    );
    const { code, words } = await start(path.join(folder, 'never-made'));
    occupant.close();
    expect(
      words.startsWith(
        `\nSignet cannot start: port ${basePort + 20}, which the agency needs, is taken.`,
      ),
    ).toBe(true);
    expect(code).toBe(1);
    expect(readdirSync(folder)).not.toContain('never-made');
  });

  test('a folder that cannot be written', async () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    const { code, words } = await start(path.join(file, 'home'));
    expect(words).toContain('cannot be written. Choose another with SIGNET_HOME');
    expect(code).toBe(1);
  });

  test.each([
    ['bff', 'SIGNET_ISSUER'],
    ['proofing', 'SIGNET_PROOFING_PORT'],
    ['agency', 'AGENCY_KEYS'],
    ['standins', 'STANDINS_PORT'],
  ])('a setting that %s lacks', async (app, setting) => {
    const child = spawn(process.execPath, [path.join(root, 'apps', app, 'src', 'main.ts')], {
      env: { PATH: process.env['PATH'] },
    });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
    expect(words).toContain(setting);
    expect(words.trim().split('\n')).toHaveLength(1);
  });
});

describe('an installation', () => {
  const contents = (home: string) =>
    Object.fromEntries(
      readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [path.relative(home, file), readFileSync(file)]),
    );

  test('is interrupted, is made whole, stops on Ctrl-C, is kept by a second start, misses a key, and is forgotten', async () => {
    const home = path.join(folder, 'home');
    const interrupted = await start(home, 'SIGINT', 'Pages: building');
    expect(interrupted.words.trim().split('\n').at(-1)).toBe(
      'Stopped before anything was started. What was made is kept; "npm start" makes the rest.',
    );
    expect(interrupted.code).toBe(1);
    const begun = contents(home);

    const first = await start(home);
    expect(first.words).toContain(`http://127.0.0.1:${basePort + 20}/harbor`);
    expect(first.words).toContain('SSN 900-41-0071');
    expect(first.words).toContain('Stopped.');
    expect(first.code).toBe(0);

    const made = contents(home);
    // Or the pages would be built anew for what seems another registry key.
    for (const file of Object.keys(begun).filter((name) => /^(keys|registry)\//.test(name)))
      expect([file, made[file]?.equals(begun[file] ?? Buffer.alloc(0))]).toEqual([file, true]);
    for (const file of Object.keys(made).filter((name) => /^(keys|data|registry)\//.test(name))) {
      expect([file, statSync(path.join(home, file)).mode & 0o077]).toEqual([file, 0]);
      expect(statSync(path.dirname(path.join(home, file))).mode & 0o777).toBe(0o700);
    }

    // This time the terminal is closed; that the third start finds its ports free shows that nothing was left running.
    expect((await start(home, 'SIGHUP')).code).toBe(0);
    const kept = contents(home);
    for (const file of Object.keys(made).filter((name) => /^(keys|registry)\//.test(name)))
      expect([file, kept[file]?.equals(made[file] ?? Buffer.alloc(0))]).toEqual([file, true]);

    const key = Object.keys(made).find((name) => name.startsWith('keys/opaque/')) ?? '';
    rmSync(path.join(home, key));
    const refused = await start(home);
    expect(refused.words).toContain(`${key} is missing or cannot be read. Restore it`);
    expect(refused.code).toBe(1);

    expect((await run('reset.mjs', home)).words).toContain(`Forgotten: ${home}`);
    expect(readdirSync(folder)).not.toContain('home');
  }, 180_000);
});

test('no process is told where the keys of another are, nor led there by a file (ZONE-6)', async () => {
  const plan = developmentPlan(root, path.join(folder, 'home'));
  const folders = foldersOf(plan.home);
  const own = {
    bff: [folders.bffKeys, folders.opaqueKeys, folders.bffCustomerKeys],
    proofing: [folders.proofingKeys, folders.proofingCustomerKeys],
    agency: [folders.agencyKeys],
    standins: [folders.standinsKeys],
  };
  for (const kept of Object.values(folders)) mkdirSync(kept, { recursive: true });
  writeFileSync(path.join(folders.proofingKeys, 'public.json'), '{"factsKey":{}}');
  await writeSettings(plan);
  // The one file of the deployment is both's, and names credentials that each has in a folder of its own.
  const [bff, proofing] = [environmentOf('bff', plan), environmentOf('proofing', plan)];
  expect(bff['SIGNET_DEPLOYMENT']).toBe(proofing['SIGNET_DEPLOYMENT']);
  expect(bff['SIGNET_CREDENTIALS']).not.toBe(proofing['SIGNET_CREDENTIALS']);
  for (const app of ['bff', 'proofing', 'agency', 'standins'] as const) {
    const settings = Object.values(environmentOf(app, plan));
    const files = settings.filter(
      (value) => value.startsWith(plan.home) && value.endsWith('.json'),
    );
    const led = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
    const told = [...settings, ...led].join('\n');
    for (const [other, keyFolders] of Object.entries(own)) {
      for (const keys of keyFolders)
        expect([app, other, told.includes(keys)]).toEqual([app, other, app === other]);
    }
    expect(told).not.toContain(folders.registryKeys);
    if (app !== 'bff') expect(told).not.toContain(folders.data);
  }
});
