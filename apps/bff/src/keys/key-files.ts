import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Reads a JSON file of keys, or makes it (0600, in a folder 0700) if it is not there. */
export async function readOrCreate<Keys>(file: string, create: () => Promise<Keys>): Promise<Keys> {
  if (existsSync(file)) return parsed(file) as Keys;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const keys = await create();
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
  return keys;
}

/** The parsed file; who asks knows its shape, because the same module wrote it. */
export function readKeys(file: string, from: string | number = file): unknown {
  if (!existsSync(file)) throw new Error(`the key file ${file} is missing; "npm start" makes it`);
  return parsed(file, from);
}

function parsed(file: string, from: string | number = file): unknown {
  try {
    return JSON.parse(readFileSync(from, 'utf8'));
  } catch {
    // The parser's own words would quote the key.
    throw new Error(`the key file ${file} cannot be read as JSON; restore it from your backup`);
  }
}
