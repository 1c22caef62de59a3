import { isIn, readPasswordSet, type PasswordSet } from './password-set.ts';
import address from './password-blocklist.bin?url';

const patience = 20_000;

let loaded: Promise<PasswordSet> | undefined;

/** Loads the list where a password is about to be chosen, once; where that failed, the next call tries again. */
export async function loadBlocklist(): Promise<PasswordSet | undefined> {
  loaded ??= fetchBlocklist();
  try {
    return await loaded;
  } catch {
    loaded = undefined;
    return undefined;
  }
}

/** Whether the whole password is one that is easily guessed; unknown while the list cannot be had (AUTH-18). */
export async function onBlocklist(password: string): Promise<boolean | 'unknown'> {
  const set = await loadBlocklist();
  return set === undefined ? 'unknown' : isIn(set, password);
}

async function fetchBlocklist(): Promise<PasswordSet> {
  const response = await fetch(address, {
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  if (!response.ok) throw new RangeError('no list of passwords');
  return readPasswordSet(new Uint8Array(await response.arrayBuffer()));
}
