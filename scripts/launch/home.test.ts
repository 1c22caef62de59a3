import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb, watchWeb } from './build-web.ts';
import { noteKeys, requireKeysOf } from './keys-made.ts';
import { developmentPlan, foldersOf } from './plan.ts';
import { prepareHome } from './prepare-home.ts';
import { LaunchProblem, sentenceOf } from './problem.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'signet-home-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(...at: [...names: string[], content: string]) {
  const file = path.join(folder, ...at.slice(0, -1));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, at.at(-1) ?? '');
  return file;
}

const planOf = (name: string) => developmentPlan(root, path.join(folder, name));
const prepare = (name: string) => prepareHome(planOf(name), () => undefined);

describe('an old database never gets new keys', () => {
  test('all keys are gone, or the database alone was restored: nothing is made', async () => {
    const database = write('restored', 'data', 'signet.sqlite', '');
    const refused = prepare('restored');
    await expect(refused).rejects.toThrow(LaunchProblem);
    await expect(refused).rejects.toThrow(`there is a database, ${database}, but no list`);
    expect(readdirSync(path.join(folder, 'restored'))).toEqual(['data']);
  });

  test('one key of the list is gone', async () => {
    const key = write('halved', 'keys', 'bff', 'bff.json', '{}');
    await noteKeys(planOf('halved'));
    await expect(requireKeysOf(planOf('halved'))).resolves.toBeUndefined();
    rmSync(key);
    await expect(prepare('halved')).rejects.toThrow(`the key file ${key} is missing`);
    expect(readdirSync(path.join(folder, 'halved'))).toEqual(['keys']);
  });

  test('a retired registry key may go, as it is asked to', async () => {
    write('rotated', 'keys', 'bff', 'bff.json', '{}');
    const retired = ['private', 'public'].map((half) =>
      write('rotated', 'keys', 'registry', `retired-one.${half}.json`, '{}'),
    );
    const next = write('rotated', 'keys', 'registry', 'registry-key.next.private.json', '{}');
    const last = write('rotated', 'keys', 'registry', 'last-signed.json', '{}');
    await noteKeys(planOf('rotated'));
    for (const file of [...retired, next, last]) rmSync(file);
    await expect(requireKeysOf(planOf('rotated'))).resolves.toBeUndefined();
  });

  test('so may one that an older release listed', async () => {
    write('older', 'keys', 'bff', 'bff.json', '{}');
    const gone = ['registry/retired-one.private.json', 'registry/registry-key.next.private.json'];
    const list = (...more: string[]) =>
      write('older', 'keys', 'made.json', JSON.stringify(['bff/bff.json', ...gone, ...more]));
    list();
    await expect(requireKeysOf(planOf('older'))).resolves.toBeUndefined();
    list('registry/registry-key.private.json');
    await expect(requireKeysOf(planOf('older'))).rejects.toThrow(
      'registry-key.private.json is missing',
    );
  });

  test.each(['["bff/bff.json"', '{}', '[1]'])('the list is broken: %s', async (content) => {
    const list = write('broken', 'keys', 'made.json', content);
    const refused = prepare('broken');
    await expect(refused).rejects.toThrow(LaunchProblem);
    await expect(refused).rejects.toThrow(`the list of keys ${list} cannot be read.`);
  });
});

describe('a broken key file is named in one sentence, and nothing of it is said', () => {
  // Short enough for JSON.parse to quote it whole.
  const content = 'SECRETd';

  // prettier-ignore
  test.each([
    ['apps/proofing/src/keys/create-keys.ts', 'proofing-keys.json'],
    ['apps/bff/src/keys/create-keys.ts',      'bff-keys.json'],
    ['apps/agency/src/create-keys.ts',        'harbor.private.json'],
    ['apps/standins/src/create-keys.ts',      'printer-key.json'],
  ])('%s', (script, file) => {
    const own = path.join(folder, script.split('/')[1] ?? '');
    const others = [path.join(own, 'second'), path.join(own, 'third')];
    write(path.relative(folder, own), file, content);
    const { status, stderr } = spawnSync(
      process.execPath,
      [path.join(root, script), own, ...others],
      { encoding: 'utf8' },
    );
    expect(stderr).toMatch(/cannot be read/);
    expect(stderr).not.toContain('SECRET');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(1);
  });

  test("the registry's key", async () => {
    const key = write('unsigned', 'keys', 'registry', 'registry-key.private.json', content);
    const refused = prepare('unsigned');
    await expect(refused).rejects.toThrow(LaunchProblem);
    await expect(refused).rejects.toThrow(
      `the registry's key ${key} cannot be read as a private Ed25519 key`,
    );
    await expect(refused).rejects.not.toThrow('SECRET');
  });

  test('what nobody foresaw is named with its place, without its own words', () => {
    const place = String.raw`at [^\n]*home\.test\.ts:\d+:\d+`;
    let cause: unknown;
    try {
      JSON.parse(content);
    } catch (problem) {
      cause = problem;
    }
    expect((cause as Error).message).toContain(content);
    for (const unforeseen of [cause, new TypeError(`first\n    at ${content}`)]) {
      const sentence = sentenceOf(unforeseen);
      expect(sentence).not.toContain('SECRET');
      expect(sentence).toMatch(/unforeseen went wrong \((SyntaxError|TypeError), at /);
    }
    expect(sentenceOf(new TypeError('x'))).toMatch(new RegExp(place));
    expect(sentenceOf(content)).toBe('something unforeseen went wrong.');
  });
});

test('pages that "npm run dev" built, or that are not there, are never served by "npm start"', async () => {
  // A repository whose Vite writes down in which mode it was asked to build.
  write(
    'repository',
    'node_modules/vite/bin/vite.js',
    `require('node:fs').writeFileSync(process.env.SIGNET_WEB + '/mode', process.argv.slice(2).join(' '));`,
  );
  write('repository', 'package-lock.json', '{}');
  for (const name of ['apps/web', 'packages/contracts', 'packages/vault', 'packages/evidence'])
    write('repository', name, 'source.ts', '');
  const plan = developmentPlan(path.join(folder, 'repository'), path.join(folder, 'built'));
  write('built', 'registry', 'registry-key.json', '{}');
  const mode = write('built', 'web', 'mode', '');
  const said: string[] = [];
  const build = () => buildWeb(plan, (sentence) => said.push(sentence));

  await build();
  await build();
  expect(said).toHaveLength(1);
  await once(await watchWeb(plan), 'exit');
  expect(readFileSync(mode, 'utf8')).toBe('build --watch --mode development');
  await build();
  expect(readFileSync(mode, 'utf8')).toBe('build');

  const web = path.dirname(mode);
  // Whoever takes the pages away has them built again.
  for (const name of readdirSync(web)) rmSync(path.join(web, name));
  await build();
  expect(readFileSync(mode, 'utf8')).toBe('build');

  // Nor are those of a build that broke off.
  const vite = path.join(plan.root, 'node_modules/vite/bin/vite.js');
  const works = readFileSync(vite, 'utf8');
  const source = path.join(plan.root, 'apps/web/source.ts');
  writeFileSync(vite, `require('node:fs').rmSync(process.env.SIGNET_WEB + '/mode'); throw 1;`);
  writeFileSync(source, 'changed');
  await expect(build()).rejects.toThrow(LaunchProblem);
  writeFileSync(source, '');
  writeFileSync(vite, works);
  await build();
  expect(readFileSync(mode, 'utf8')).toBe('build');
  expect(foldersOf(plan.home).web).toBe(web);
});
