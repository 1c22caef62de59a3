import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { replaceFile } from './replace-file.ts';

const noteFile = 'last-signed.json';
const noteSchema = v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1)));

/**
 * The newest version that the keys of this folder signed for an installation, as it is noted beside them; 0 where none is. Whoever can
 * write where the registry lies can put a genuine older one there, which its signature does not tell (WEB-20).
 */
export async function lastVersion(folder: string, issuer: string): Promise<number> {
  return (await noted(folder))[issuer] ?? 0;
}

/** Whether it could be noted: the folder may be on what is only read. */
export async function noteVersion(
  folder: string,
  issuer: string,
  version: number,
): Promise<boolean> {
  const all = { ...(await noted(folder)), [issuer]: version };
  return replaceFile(path.join(folder, noteFile), JSON.stringify(all)).then(
    () => true,
    () => false,
  );
}

async function noted(folder: string): Promise<Readonly<Record<string, number>>> {
  const file = path.join(folder, noteFile);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '{}';
    // What is there and cannot be read is no word that nothing was signed. Of a folder the system says no path.
    throw Object.assign(cause, { path: file });
  });
  try {
    return v.parse(noteSchema, JSON.parse(text));
  } catch {
    throw new Error(
      `${file} cannot be read as the versions that were signed last; restore it from your backup, or take it away and see that the registry that you sign after is the newest.`,
    );
  }
}
