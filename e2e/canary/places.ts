import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Recordings } from '../house/test-plan.ts';
import type { Exception } from './exceptions.ts';

/** Bytes to search, and what to call them in a failure. */
export type Place = { readonly name: string; readonly bytes: Buffer };

/** Everything of Signet's that lies on disk: the database with its WAL, and whatever else the data folder has grown. */
export function databasePlaces({ data }: Recordings): Place[] {
  return filesIn(data).map((file) => ({
    name: `data/${path.basename(file)}`,
    bytes: readFileSync(file),
  }));
}

/** What every process printed: Signet's own, and the outsiders that the same launcher starts. */
export function outputPlaces({ output }: Recordings): Place[] {
  return filesIn(output).map((file) => ({
    name: `output/${path.basename(file)}`,
    bytes: readFileSync(file),
  }));
}

/** Every exchange that crossed the bff, request and response apart, less the written exceptions. */
export function exchangePlaces(
  { bff, proofing, carrier, printShop }: Recordings,
  exceptions: readonly Exception[],
  seen: Set<string>,
): Place[] {
  const fresh = [bff, proofing, carrier, printShop]
    .flatMap(filesIn)
    .filter((file) => !seen.has(file));
  return fresh.flatMap((file) => {
    seen.add(file);
    const bytes = readFileSync(file);
    const operation = bytes.subarray(0, bytes.indexOf('\n')).toString().replace(/\?.*$/, '');
    const direction = path.extname(file).slice(1);
    const allowed = exceptions.some(
      (one) => one.operation === operation && one.direction === direction,
    );
    return allowed
      ? []
      : [{ name: `${path.basename(path.dirname(file))}: ${direction} of ${operation}`, bytes }];
  });
}

export function mailPlaces({ smtp }: Recordings): Place[] {
  return filesIn(smtp).map((file) => ({ name: 'mail', bytes: readFileSync(file) }));
}

export function heapPlaces({ heap }: Recordings): Place[] {
  return filesIn(heap).map((file) => ({
    name: `heap/${path.basename(file)}`,
    bytes: readFileSync(file),
  }));
}

/** Every file of a browser's profile. */
export function profilePlaces(folder: string): Place[] {
  return filesIn(folder).map((file) => ({
    name: `profile/${path.relative(folder, file)}`,
    bytes: readFileSync(file),
  }));
}

function filesIn(folder: string): string[] {
  if (!existing(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function existing(target: string): boolean {
  try {
    readdirSync(path.dirname(target));
    return readdirSync(path.dirname(target)).includes(path.basename(target));
  } catch {
    return false;
  }
}
