import { access, constants, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { foldersOf, type Plan } from './plan.ts';
import { LaunchProblem } from './problem.ts';

const markOf = (home: string) => path.join(home, 'sandbox.json');

/**
 * AGENCY-46: a sandbox forgets its people at every start and lets simulated ones in, so its home is never anybody else's: what was made
 * without `--sandbox` is not started with it, nor the other way round.
 */
export async function requireHomeOf({ home, sandbox }: Plan): Promise<void> {
  const entries = await readdir(home).catch((): string[] => []);
  const isSandbox = entries.includes(path.basename(markOf(home)));
  if (sandbox === undefined && isSandbox)
    throw new LaunchProblem(
      `${home} is a sandbox, where simulated people go in and out. Start it with --sandbox, or choose another folder with SIGNET_HOME.`,
    );
  if (sandbox !== undefined && !isSandbox && entries.length > 0)
    throw new LaunchProblem(
      `${home} is no sandbox, and a sandbox forgets all its accounts at every start. Leave SIGNET_HOME away, or name a folder that is empty or not there yet.`,
    );
}

/** Before anything is made for it: a file of an agency that is not there, or two of one name. */
export function requireAgenciesOf({ agencies: files = [] }: Plan): Promise<unknown> {
  const names = files.map((file) => path.basename(file));
  return Promise.all(
    files.map(async (file, at) => {
      const name = names[at] ?? '';
      if (!name.endsWith('.json') || names.indexOf(name) !== at)
        throw new LaunchProblem(`--agency takes JSON files, each of another name; ${file} is not.`);
      await access(file, constants.R_OK).catch(() => {
        throw new LaunchProblem(`there is no agency's file ${file} that can be read.`);
      });
    }),
  );
}

/** Every start of a sandbox is the first day: no account, no letter. Keys and photographs may be kept. */
export async function beginAnew({ home }: Plan): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await writeFile(markOf(home), JSON.stringify({ sandbox: true }), { mode: 0o600 });
  } catch {
    throw new LaunchProblem(
      `the folder ${home} cannot be written. Choose another with SIGNET_HOME=/some/folder.`,
    );
  }
  const { data, printed, printInbox } = foldersOf(home);
  for (const folder of [data, printed, printInbox])
    await rm(folder, { recursive: true, force: true });
}

/**
 * The folder of agencies' files that the registry is signed from. Where files are given it is a copy; `asGiven` names them in a
 * message as they were given.
 */
export async function takeAgencies({ root, home, agencies = [] }: Plan) {
  const samples = path.join(root, 'registry', 'agencies');
  if (agencies.length === 0) return { folder: samples, asGiven: (message: string) => message };
  const folder = path.join(home, 'agencies');
  await rm(folder, { recursive: true, force: true });
  await cp(samples, folder, { recursive: true });
  for (const file of agencies) await takeAgency(file, folder);
  const asGiven = (message: string) =>
    agencies.reduce(
      (text, file) => text.replaceAll(path.join(folder, path.basename(file)), file),
      message,
    );
  return { folder, asGiven };
}

/** The file, and the logo that lies beside it. */
async function takeAgency(file: string, folder: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(path.join(folder, path.basename(file)), text, { mode: 0o600 });
  const [, logo] = /"logo"\s*:\s*"([\w.-]+)"/.exec(text) ?? [];
  if (logo !== undefined)
    await cp(path.join(path.dirname(file), logo), path.join(folder, logo)).catch(() => undefined);
}

/** Simulated people need no pages, and a sandbox has to start fast: one sentence stands where they would be. */
export async function placePages({ home }: Plan): Promise<void> {
  await writeFile(
    path.join(foldersOf(home).web, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox</title>
<p>This is a sandbox of Signet: simulated people sign in here, and no pages were built. "npm start" shows them.</p></html>
`,
    { mode: 0o600 },
  );
}
