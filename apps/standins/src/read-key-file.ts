import { readFileSync } from 'node:fs';

/** A file of keys; what stands in a broken one is never said, as the parser's own words would. */
export function readKeyFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`the key file ${file} is missing or cannot be read as JSON`);
  }
}
