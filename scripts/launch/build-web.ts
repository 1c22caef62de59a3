import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { foldersOf, type Plan } from './plan.ts';
import { LaunchProblem } from './problem.ts';

const runFile = promisify(execFile);

/**
 * Builds the pages into the home, with this installation's registry key compiled in. The same sources and the same key
 * are built once.
 */
export async function buildWeb(plan: Plan, say: (sentence: string) => void): Promise<void> {
  const stamp = stampOf(plan);
  const wanted = await fingerprint(plan);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  say('Pages: building (about ten seconds).');
  await rm(stamp, { force: true });
  try {
    await runFile(process.execPath, [viteOf(plan), 'build'], viteOptions(plan));
  } catch (cause) {
    const words = cause as { stdout?: string; stderr?: string };
    throw new LaunchProblem(
      `the pages could not be built:\n${words.stdout ?? ''}${words.stderr ?? ''}`,
    );
  }
  await writeFile(stamp, wanted, { mode: 0o600 });
}

/**
 * `npm run dev`: the pages are rebuilt on change into the same folder. What then lies there is a development build, so the
 * next `npm start` must build.
 */
export async function watchWeb(plan: Plan): Promise<ChildProcess> {
  await rm(stampOf(plan), { force: true });
  return spawn(process.execPath, [viteOf(plan), 'build', '--watch', '--mode', 'development'], {
    ...viteOptions(plan),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Of which sources the built pages are; among them, so that it goes with them, and there only while they are whole and built for use. */
const stampOf = (plan: Plan) => path.join(foldersOf(plan.home).web, 'web.stamp');
const viteOf = (plan: Plan) => path.join(plan.root, 'node_modules', 'vite', 'bin', 'vite.js');

function viteOptions(plan: Plan) {
  const folders = foldersOf(plan.home);
  const told = {
    SIGNET_WEB: folders.web,
    SIGNET_REGISTRY_KEY: path.join(folders.registry, 'registry-key.json'),
  };
  return { cwd: path.join(plan.root, 'apps', 'web'), env: { ...process.env, ...told } };
}

async function fingerprint(plan: Plan): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(path.join(foldersOf(plan.home).registry, 'registry-key.json')));
  hash.update(await readFile(path.join(plan.root, 'package-lock.json')));
  for (const folder of ['apps/web', 'packages/contracts', 'packages/vault', 'packages/evidence']) {
    for (const entry of await sourceFiles(path.join(plan.root, folder))) {
      hash.update(entry).update(await readFile(entry));
    }
  }
  return hash.digest('hex');
}

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
