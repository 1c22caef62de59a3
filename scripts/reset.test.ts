import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { developmentPlan, foldersOf } from './launch/plan.ts';

const basePort = Number(process.env['SIGNET_TEST_BASE_PORT'] ?? 4300) + 200;
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'signet-reset-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(...names: string[]) {
  const file = path.join(home, ...names);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '{}');
}

async function reset() {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'reset.mjs')], {
    env: { ...process.env, SIGNET_HOME: home, SIGNET_BASE_PORT: String(basePort) },
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, words: words.trim() };
}

describe('reset forgets an installation, and nothing else', () => {
  test('a folder with keys and data of somebody else is left alone', async () => {
    write('keys', 'house-door.json');
    write('data', 'photographs.sqlite');
    const { code, words } = await reset();
    expect(words).toContain('does not look like an installation of Signet');
    expect(code).toBe(1);
    expect(readdirSync(home)).toEqual(['data', 'keys']);
  });

  test('every part of an installation goes; what lies beside them stays', async () => {
    for (const folder of Object.values(foldersOf(home)))
      write(path.relative(home, folder), 'file.json');
    write('keys', 'made.json');
    write('web.stamp');
    write('thesis.txt');
    expect((await reset()).words).toContain('Left alone, because it is none of it: thesis.txt.');
    expect(readdirSync(home)).toEqual(['thesis.txt']);
  });

  test('an installation whose keys are lost can be forgotten', async () => {
    write('data', 'signet.sqlite');
    expect((await reset()).words).toContain(`Forgotten: ${home}. The next`);
    expect(readdirSync(path.dirname(home))).not.toContain(path.basename(home));
  });

  test('only installations of the tests are there', async () => {
    write('e2e-0', 'keys', 'made.json');
    const { code, words } = await reset();
    expect(words).toBe(
      `There is no installation to forget at ${home}: only what the tests keep for their next run (e2e-0).`,
    );
    expect(code).toBe(0);
    expect(readdirSync(home)).toEqual(['e2e-0']);
  });

  test.each(Object.entries(developmentPlan('', '', basePort).ports))(
    'not while it runs: the port of the %s answers',
    async (_name, port) => {
      write('keys', 'made.json');
      const running = net.createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => running.listen(port, '127.0.0.1', () => resolve()));
      const { code, words } = await reset();
      running.close();
      expect(words).toContain(`something answers on port ${port}`);
      expect(code).toBe(1);
      expect(readdirSync(home)).toEqual(['keys']);
    },
  );
});
