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
  type RecoveryKey,
  type SealedManifest,
  type StoredVault,
  type VaultSecret,
} from '@signet/vault';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';

/**
 * The open vault of this tab. It lives here and nowhere else: not in storage, not in React's state, not in the history. A reload,
 * a lock or the end of the session drops it.
 */
export type Unlocked = { readonly open: OpenVault; readonly stored: StoredVault };

type Ceremony = 'new-password' | 'passkey-slot';

let unlocked: Unlocked | undefined;
/**
 * The newest state of each vault that this page has seen, by account. It outlives a lock: whoever types the password again is
 * not handed an older vault meanwhile (VAULT-7).
 */
const newest = new Map<string, { readonly version: number; readonly manifest: SealedManifest }>();
/** Between password and second factor: nothing can be opened yet, because nothing was handed over (AUTH-5). */
let waiting:
  | {
      readonly accountId: string;
      readonly secret: VaultSecret;
      readonly keepFor: Ceremony | undefined;
    }
  | undefined;
/** A secret that the next page needs once more: what stood in for a forgotten password, or the one just chosen. */
let kept: { readonly for: Ceremony; readonly secret: VaultSecret } | undefined;
const listeners = new Set<() => void>();

type Attempt = (from: Unlocked) => Promise<Result<Unlocked, CallProblem>>;
let turn: Promise<unknown> = Promise.resolve();

function become(next: Unlocked | undefined): void {
  unlocked = next;
  if (next !== undefined) {
    const { accountId, manifest } = next.open;
    newest.set(accountId, { version: manifest.version, manifest: next.stored.manifest });
  }
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
  wipe(waiting?.secret);
  waiting = undefined;
  dropKept();
  unlocked?.open.close();
  become(undefined);
}

/** A vault that this tab has just made. */
export function holdVault(open: OpenVault, stored: StoredVault): void {
  become({ open, stored });
}

export function holdSecret(accountId: string, secret: VaultSecret, keepFor?: Ceremony): void {
  // Whoever signs in anew may be someone else: the vault that was open is not theirs.
  lock();
  waiting = { accountId, secret, keepFor };
}

/** Keeps a secret in this tab until `dropKept`; a lock drops it too. */
export function keepSecret(ceremony: Ceremony, secret: VaultSecret): void {
  dropKept();
  kept = { for: ceremony, secret };
}

export function keptFor(ceremony: Ceremony): VaultSecret | undefined {
  return kept?.for === ceremony ? kept.secret : undefined;
}

export function dropKept(): void {
  wipe(kept?.secret);
  kept = undefined;
}

function wipe(secret: VaultSecret | undefined): void {
  if (secret?.kind === 'password') secret.exportKey.fill(0);
  if (secret?.kind === 'passkey') secret.prf.fill(0);
}

function copyOf(secret: VaultSecret): VaultSecret {
  if (secret.kind === 'password') return { ...secret, exportKey: secret.exportKey.slice() };
  if (secret.kind === 'passkey') return { ...secret, prf: secret.prf.slice() };
  return secret;
}

/** Fetches what is stored and opens it with the secret that waits; the secret is wiped either way. */
export async function openWithSecret(): Promise<Result<true, CallProblem>> {
  const held = waiting;
  if (held === undefined) return locked();
  const { accountId, secret } = held;
  try {
    const fetched = await call('readVault', {});
    if (!fetched.ok) return fetched;
    const stored = fetched.value.vault;
    const seen = newest.get(accountId);
    const opened = await openVault({
      stored,
      accountId,
      secret,
      lowestAcceptedVersion: seen?.version ?? 1,
    });
    // A passkey without a slot of its own signs in and opens nothing; the password does.
    if (!opened.ok)
      return opened.error.type === 'no_such_slot'
        ? locked()
        : failed<CallProblem>({ type: 'problem', code: 'wrong_credentials' });
    const { version } = opened.value.manifest;
    if (version === seen?.version && stored.manifest !== seen.manifest)
      throw new VaultError('version_fork');
    if (waiting !== held) {
      opened.value.close();
      return locked();
    }
    if (held.keepFor !== undefined) keepSecret(held.keepFor, copyOf(secret));
    become({ open: opened.value, stored });
    return ok(true);
  } catch (cause) {
    if (cause instanceof VaultError)
      return failed<CallProblem>({ type: 'problem', code: 'internal_error' });
    throw cause;
  } finally {
    wipe(secret);
    if (waiting === held) waiting = undefined;
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

/** A change of the whole vault, of what opens it for one: not repeated, because the person may have to be asked again. */
export function changeWhole(attempt: Attempt): Promise<Result<true, CallProblem>> {
  const mine = turn.then(async () => {
    const fetched = await call('readVault', {});
    if (!fetched.ok) return fetched;
    const stored = fetched.value.vault;
    const changed = await attempt({ open: await refreshVault(required().open, stored), stored });
    if (!changed.ok) return changed;
    if (unlocked === undefined) return locked();
    become(changed.value);
    return ok<true>(true);
  });
  turn = mine.catch(() => undefined);
  return mine;
}

function locked() {
  return failed<CallProblem>({ type: 'problem', code: 'unlock_required' });
}

function required(): Unlocked {
  if (unlocked === undefined) throw new VaultError('closed');
  return unlocked;
}

/**
 * AUTH-24: whether a typed recovery key opens the vault that is open here. What is stored is fetched anew, because another tab may have
 * changed the key; the copy that it opens is closed at once, and nothing that depends on the key is sent.
 */
export async function opensWithRecoveryKey(
  key: RecoveryKey,
): Promise<Result<boolean, CallProblem>> {
  const fetched = await call('readVault', {});
  if (!fetched.ok) return fetched;
  const { open } = required();
  const opened = await openVault({
    stored: fetched.value.vault,
    accountId: open.accountId,
    secret: { kind: 'recovery-key', key },
    lowestAcceptedVersion: open.manifest.version,
  });
  if (opened.ok) opened.value.close();
  return ok(opened.ok);
}

/** The passkeys that open this vault, as its manifest lists them; see `passkeySlotId`. */
export function passkeySlotIds(): readonly string[] {
  const { slots } = required().open.manifest;
  return slots.filter(({ kind }) => kind === 'passkey').map(({ slotId }) => slotId);
}

export function hasRecord(purpose: RecordPurpose): boolean {
  return required().stored.records.some((one) => one.purpose === purpose);
}
