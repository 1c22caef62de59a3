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
  type StoredVault,
  type VaultSecret,
} from '@signet/vault';
import { readManifest } from '@signet/vault/sealed';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { openAnew } from '../app/leave.ts';
import { tellTabs } from '../app/other-tabs.ts';
import {
  become,
  copyOf,
  dropWaiting,
  keepSecret,
  newestOf,
  unlockedVault,
  waitingSecret,
  type Unlocked,
} from './this-tab.ts';

type Attempt = (from: Unlocked) => Promise<Result<Unlocked, CallProblem>>;
/** Changes of one tab wait for each other. */
let turn: Promise<unknown> = Promise.resolve();

/** Fetches what is stored and opens it with the secret that waits; the secret is wiped either way. */
export async function openWithSecret(): Promise<Result<true, CallProblem>> {
  const held = waitingSecret();
  if (held === undefined) return locked();
  const { accountId, secret } = held;
  let withheld = false;
  try {
    const fetched = await call('readVault', {});
    if (!fetched.ok) {
      withheld = fetched.error.code === 'second_factor_required';
      return fetched;
    }
    const stored = fetched.value.vault;
    const opened = await openStored(stored, accountId, secret);
    // A passkey without a slot of its own signs in and opens nothing; the password does.
    if (!opened.ok)
      return opened.error.type === 'no_such_slot'
        ? locked()
        : failed<CallProblem>({ type: 'problem', code: 'wrong_credentials' });
    if (waitingSecret() !== held) {
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
    // Who is to add a second factor first opens the vault after that.
    if (!withheld) dropWaiting(held);
  }
}

/** VAULT-7: no older state than this page has seen, nor another one under the same version. */
async function openStored(stored: StoredVault, accountId: string, secret: VaultSecret) {
  const seen = newestOf(accountId);
  const lowestAcceptedVersion = seen?.version ?? 1;
  const opened = await openVault({ stored, accountId, secret, lowestAcceptedVersion });
  const isFork =
    opened.ok &&
    opened.value.manifest.version === seen?.version &&
    stored.manifest !== seen.manifest;
  if (isFork) throw new VaultError('version_fork');
  return opened;
}

/** Opens one record; undefined when there is none. Throws when the vault is locked or was tampered with. */
export async function readRecord(purpose: RecordPurpose): Promise<Uint8Array | undefined> {
  const { open, stored } = required();
  const record = stored.records.find((one) => one.purpose === purpose);
  return record === undefined ? undefined : openRecord(open, record);
}

/** What becomes of a record as it stands; undefined where what was to be changed is no longer what stands there. */
export type RecordChange = (current: Uint8Array | undefined) => Uint8Array | undefined;

/**
 * VAULT-9: seals and stores what the change makes of a record, with compare-and-set. If another tab was first, its state is taken over
 * and the change made anew of that: what the other wrote is never written over by what was read before.
 */
export async function changeRecord(
  purpose: RecordPurpose,
  make: RecordChange,
): Promise<Result<true, CallProblem>> {
  return change(async ({ open, stored }) => {
    const current = stored.records.find((one) => one.purpose === purpose);
    const content = make(current === undefined ? undefined : await openRecord(open, current));
    if (content === undefined) return movedOn();
    const sealed = await sealRecord(open, purpose, content);
    const { record, manifest, expectedManifestVersion, writeProof, next } = sealed;
    const write = { record, manifest, expectedManifestVersion, writeProof };
    const written = await call('writeRecord', write);
    if (!written.ok) return written;
    const records = [...stored.records.filter((one) => one.purpose !== purpose), record];
    return ok({ open: next, stored: { ...stored, manifest, records } });
  });
}

/** Puts content in the place of a record, whatever stands there. */
export function writeRecord(
  purpose: RecordPurpose,
  content: Uint8Array,
): Promise<Result<true, CallProblem>> {
  return changeRecord(purpose, () => content);
}

export async function removeRecord(purpose: RecordPurpose): Promise<Result<true, CallProblem>> {
  if (!required().stored.records.some((one) => one.purpose === purpose)) return ok(true);
  return change(async ({ open, stored }) => {
    const without = await withoutRecord(open, purpose);
    const { manifest, expectedManifestVersion, writeProof, next } = without;
    const write = { purpose, manifest, expectedManifestVersion, writeProof };
    const removed = await call('removeRecord', write);
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
      if (unlockedVault() === undefined) return locked();
      become(changed.value);
      tellTabs('vault-changed');
      return ok(true);
    }
    if (last || changed.error.code !== 'vault_moved_on') return changed;
    const fetched = await call('readVault', {});
    if (!fetched.ok) return fetched;
    const stored = await becomeAsStored(fetched.value.vault);
    if (!stored.ok) return stored;
  }
  return movedOn();
}

async function becomeAsStored(stored: StoredVault): Promise<Result<Unlocked, CallProblem>> {
  const refreshed = await refresh(stored);
  if (!refreshed.ok) return refreshed;
  required();
  become(refreshed.value);
  return refreshed;
}

/**
 * The open vault as it is stored now. One that was not made by the key that this tab holds is no vault of this tab, whether its owner
 * changed the locks in another one or somebody altered it: nothing would ever be written here again, and the key is dropped.
 */
async function refresh(stored: StoredVault): Promise<Result<Unlocked, CallProblem>> {
  const { open } = required();
  try {
    return ok({ open: await refreshVault(open, stored), stored });
  } catch (cause) {
    if (!(cause instanceof VaultError && cause.code === 'manifest_altered')) throw cause;
    openAnew(rootKeyEpochOf(stored) > open.manifest.rootKeyEpoch ? 'locks-changed' : undefined);
    return locked();
  }
}

/** As somebody wrote it down: nothing vouches for it here. */
function rootKeyEpochOf({ manifest }: StoredVault): number {
  try {
    return readManifest(manifest).rootKeyEpoch;
  } catch {
    return 0;
  }
}

/**
 * Another tab changed the vault: what is read from here on is what stands there. What cannot be taken over, as an older state
 * (VAULT-7), leaves what this tab has; its next change says so.
 */
export async function takeOver(): Promise<void> {
  const mine = turn.then(async () => {
    const fetched = await call('readVault', {});
    if (fetched.ok && unlockedVault() !== undefined) await becomeAsStored(fetched.value.vault);
  });
  turn = mine.catch(() => undefined);
  await turn;
}

/**
 * A change of the whole vault, of what opens it for one: not repeated, because the person may have to be asked again. The answer to it may
 * be lost: `brings` is what opens the vault, all of it, only once the change is in place, so that what is stored says whether it is.
 */
export function changeWhole(
  attempt: Attempt,
  brings: readonly VaultSecret[] = [],
): Promise<Result<true, CallProblem>> {
  const mine = turn.then(async () => {
    const changed = await changeUnlessDone(attempt, brings);
    if (!changed.ok) return changed;
    if (unlockedVault() === undefined) return locked();
    become(changed.value);
    tellTabs('vault-changed');
    return ok<true>(true);
  });
  turn = mine.catch(() => undefined);
  return mine;
}

async function changeUnlessDone(
  attempt: Attempt,
  brings: readonly VaultSecret[],
): Promise<Result<Unlocked, CallProblem>> {
  const fetched = await call('readVault', {});
  if (!fetched.ok) return fetched;
  const stored = fetched.value.vault;
  // Before anything else: a change that is done may have brought another root key.
  const earlier = await openWithAll(stored, brings);
  if (earlier !== undefined) return ok(earlier);
  const refreshed = await refresh(stored);
  if (!refreshed.ok) return refreshed;
  const changed = await attempt(refreshed.value);
  if (changed.ok || changed.error.code !== 'outcome_unknown') return changed;
  const looked = await call('readVault', {});
  if (!looked.ok) return changed;
  // Not in place yet, perhaps: what went out unanswered may still arrive.
  const later = await openWithAll(looked.value.vault, brings);
  return later === undefined ? changed : ok(later);
}

async function openWithAll(
  stored: StoredVault,
  secrets: readonly VaultSecret[],
): Promise<Unlocked | undefined> {
  let open: OpenVault | undefined;
  for (const secret of secrets) {
    const opened = await openStored(stored, required().open.accountId, secret);
    open?.close();
    if (!opened.ok) return undefined;
    open = opened.value;
  }
  return open === undefined ? undefined : { open, stored };
}

function movedOn() {
  return failed<CallProblem>({ type: 'problem', code: 'vault_moved_on' });
}

function locked() {
  return failed<CallProblem>({ type: 'problem', code: 'unlock_required' });
}

function required(): Unlocked {
  const unlocked = unlockedVault();
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
