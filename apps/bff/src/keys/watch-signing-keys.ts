import { statSync } from 'node:fs';
import type { JWK } from 'jose';
import { nextChange, publishedKeys, type ProviderKey } from './signing-keys.ts';

/** How old what is known of the key file may be, in milliseconds. */
const lookEveryMs = 1_000;

/**
 * The keys that are published now, the signing ones first; the same list until it changes. The file is looked at again, so that
 * keys rotate without a restart, and by every process alike.
 */
export function watchSigningKeys(
  file: string,
  read: () => readonly ProviderKey[],
  now: () => number,
): () => readonly JWK[] {
  let keys = read();
  let writtenAt = statSync(file).mtimeMs;
  let lookedAt = now();
  let published = publishedKeys(keys, lookedAt);
  let changesAt = nextChange(keys, lookedAt);
  return () => {
    const at = now();
    if (at - lookedAt < lookEveryMs && at < changesAt) return published;
    lookedAt = at;
    const { mtimeMs } = statSync(file);
    if (mtimeMs === writtenAt && at < changesAt) return published;
    writtenAt = mtimeMs;
    keys = read();
    published = publishedKeys(keys, at);
    changesAt = nextChange(keys, at);
    return published;
  };
}
