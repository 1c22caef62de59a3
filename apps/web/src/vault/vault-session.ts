import { useSyncExternalStore } from 'react';
import {
  openRecord,
  openVault,
  refreshVault,
  removeRecord as withoutRecord,
  sealRecord,
  VaultError,
  type OpenVault,
  type RecordPurpose,
  type StoredVault,
} from '@signet/vault';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';

/**
 * The open vault of this tab. It lives here and nowhere else: not in storage, not in React's state, not in the history. A reload,
 * a lock or the end of the session drops it.
 */
type Unlocked = { readonly open: OpenVault; readonly stored: StoredVault };

let unlocked: Unlocked | undefined;
/** Between password and second factor: nothing can be opened yet, because nothing was handed over (AUTH-5). */
let waiting: { readonly accountId: string; readonly exportKey: Uint8Array } | undefined;
const listeners = new Set<() => void>();

type Attempt = (from: Unlocked) => Promise<Result<Unlocked, CallProblem>>;
let turn: Promise<unknown> = Promise.resolve();

function become(next: Unlocked | undefined): void {
  unlocked = next;
  for (const listener of listeners) listener();
}

export function isUnlocked(): boolean {
  return unlocked !== undefined;
}

export function useUnlocked(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, isUnlocked);
}

export function lock(): void {
  waiting?.exportKey.fill(0);
  waiting = undefined;
  unlocked?.open.close();
  become(undefined);
}

/** A vault that this tab has just made. */
export function holdVault(open: OpenVault, stored: StoredVault): void {
  become({ open, stored });
}

export function holdSecret(secret: {
  readonly accountId: string;
  readonly exportKey: Uint8Array;
}): void {
  // Whoever signs in anew may be someone else: the vault that was open is not theirs.
  lock();
  waiting = secret;
}

/** Fetches what is stored and opens it with the secret that waits; the secret is wiped either way. */
export async function openWithSecret(): Promise<Result<true, CallProblem>> {
  const secret = waiting;
  if (secret === undefined) return locked();
  const { accountId, exportKey } = secret;
  try {
    const fetched = await call('readVault', {});
    if (!fetched.ok) return fetched;
    const stored = fetched.value.vault;
    const opened = await openVault({ stored, accountId, secret: { kind: 'password', exportKey } });
    if (!opened.ok) return failed<CallProblem>({ type: 'problem', code: 'wrong_credentials' });
    if (waiting !== secret) {
      opened.value.close();
      return locked();
    }
    become({ open: opened.value, stored });
    return ok(true);
  } catch (cause) {
    if (cause instanceof VaultError)
      return failed<CallProblem>({ type: 'problem', code: 'internal_error' });
    throw cause;
  } finally {
    exportKey.fill(0);
    if (waiting === secret) waiting = undefined;
  }
}

/** The account that the vault belongs to, as the vault itself says. */
export function vaultAccountId(): string | undefined {
  return unlocked?.open.accountId;
}

/** Opens one record; undefined when there is none. Throws when the vault is locked or was tampered with. */
export async function readRecord(purpose: RecordPurpose): Promise<Uint8Array | undefined> {
  const { open, stored } = required();
  const record = stored.records.find((one) => one.purpose === purpose);
  return record === undefined ? undefined : openRecord(open, record);
}

/** Seals and stores a record, with compare-and-set; if another tab was first, its state is taken over and the write repeated. */
export async function writeRecord(
  purpose: RecordPurpose,
  content: Uint8Array,
): Promise<Result<true, CallProblem>> {
  return change(async ({ open, stored }) => {
    const { record, manifest, expectedManifestVersion, next } = await sealRecord(
      open,
      purpose,
      content,
    );
    const written = await call('writeRecord', { record, manifest, expectedManifestVersion });
    if (!written.ok) return written;
    const records = [...stored.records.filter((one) => one.purpose !== purpose), record];
    return ok({ open: next, stored: { ...stored, manifest, records } });
  });
}

export async function removeRecord(purpose: RecordPurpose): Promise<Result<true, CallProblem>> {
  if (!required().stored.records.some((one) => one.purpose === purpose)) return ok(true);
  return change(async ({ open, stored }) => {
    const { manifest, expectedManifestVersion, next } = await withoutRecord(open, purpose);
    const removed = await call('removeRecord', { purpose, manifest, expectedManifestVersion });
    if (!removed.ok) return removed;
    const records = stored.records.filter((one) => one.purpose !== purpose);
    return ok({ open: next, stored: { ...stored, manifest, records } });
  });
}

/** Changes of one tab go one after another; only another tab can still be first. */
function change(attempt: Attempt): Promise<Result<true, CallProblem>> {
  const mine = turn.then(() => changeNow(attempt));
  turn = mine.catch(() => undefined);
  return mine;
}

async function changeNow(attempt: Attempt): Promise<Result<true, CallProblem>> {
  for (const last of [false, true]) {
    const changed = await attempt(required());
    if (changed.ok) {
      // Written, and locked meanwhile: what was locked stays locked.
      if (unlocked === undefined) return locked();
      become(changed.value);
      return ok(true);
    }
    if (last || changed.error.code !== 'vault_moved_on') return changed;
    const fetched = await call('readVault', {});
    if (!fetched.ok) return fetched;
    const stored = fetched.value.vault;
    const open = await refreshVault(required().open, stored);
    required();
    become({ open, stored });
  }
  return failed<CallProblem>({ type: 'problem', code: 'vault_moved_on' });
}

function locked() {
  return failed<CallProblem>({ type: 'problem', code: 'unlock_required' });
}

function required(): Unlocked {
  if (unlocked === undefined) throw new VaultError('closed');
  return unlocked;
}

export function hasRecord(purpose: RecordPurpose): boolean {
  return required().stored.records.some((one) => one.purpose === purpose);
}
