import { access, constants, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { foldersOf, type Plan } from './plan.ts';
import { LaunchProblem } from './problem.ts';

const listOf = (plan: Plan) => path.join(plan.home, 'keys', 'made.json');
const reset = 'or forget this installation with "npm run reset"';

/**
 * A key that was made and is gone is never made anew behind the operator's back: what it sealed would be lost. A database
 * comes after its keys, so one without a list of keys has lost them all.
 */
export async function requireKeysOf(plan: Plan): Promise<void> {
  const made = await readList(listOf(plan));
  if (made === undefined) {
    const database = path.join(foldersOf(plan.home).data, 'signet.sqlite');
    if (!(await isThere(database))) return;
    throw new LaunchProblem(
      `there is a database, ${database}, but no list of its keys, ${listOf(plan)}: with new keys nobody could sign in again. Restore the whole folder of keys from your backup, ${reset}.`,
    );
  }
  // Older releases listed those too.
  for (const file of made.filter((name) => !notNeeded.test(path.basename(name)))) {
    const wanted = path.join(plan.home, 'keys', file);
    if (!(await isThere(wanted)))
      throw new LaunchProblem(
        `the key file ${wanted} is missing or cannot be read. Restore it from your backup, ${reset}.`,
      );
  }
}

/**
 * The bff makes its backups' keys anew where they are missing: what is lost with them is nobody's way in. A retired registry key is to be
 * destroyed, what it signed last may be checked elsewhere, and the next one is the key once it has its name. Which version was signed last
 * its keeper may know, too.
 */
const notNeeded =
  /backup-keys\.sqlite|^last-signed\.json$|^retired-.*\.json$|\.next\.private\.json$|\.new$/;

/** Writes down which key files there are now. */
export async function noteKeys(plan: Plan): Promise<void> {
  const folder = path.join(plan.home, 'keys');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.parentPath !== folder && !notNeeded.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();
  await writeFile(listOf(plan), JSON.stringify(files, null, 2), { mode: 0o600 });
}

async function readList(file: string): Promise<readonly string[] | undefined> {
  const broken = new LaunchProblem(
    `the list of keys ${file} cannot be read. Restore it from your backup, ${reset}.`,
  );
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    // A home that is a file, or in one, is no home yet: that is said when its folders are made.
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw broken;
  });
  if (text === undefined) return undefined;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw broken;
  }
  if (!Array.isArray(list) || !list.every((name) => typeof name === 'string')) throw broken;
  return list;
}

function isThere(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}
