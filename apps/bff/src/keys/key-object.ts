import { createSecretKey, type KeyObject } from 'node:crypto';

const known = new WeakMap<Buffer, KeyObject>();

/** A key that lives as long as the process, as Node wants it: bytes are wrapped anew for each use, which costs more than a digest. */
export function keyObject(key: Buffer): KeyObject {
  const found = known.get(key) ?? createSecretKey(key);
  known.set(key, found);
  return found;
}
