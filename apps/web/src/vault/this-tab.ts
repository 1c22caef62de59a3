import { useSyncExternalStore } from 'react';
import type { OpenVault, SealedManifest, StoredVault, VaultSecret } from '@signet/vault';

/**
 * The open vault of this tab. It lives here and nowhere else: not in storage, not in React's state, not in the history. A reload,
 * a lock or the end of the session drops it. Every page loads this, to know and to lock; what opens and writes a vault is in
 * `vault-session.ts`, which only those load that do it.
 */
export type Unlocked = { readonly open: OpenVault; readonly stored: StoredVault };

type Ceremony = 'new-password' | 'passkey-slot';

export type WaitingSecret = {
  readonly accountId: string;
  readonly secret: VaultSecret;
  readonly keepFor: Ceremony | undefined;
};

let unlocked: Unlocked | undefined;
/**
 * The newest state of each vault that this page has seen, by account. It outlives a lock: whoever types the password again is
 * not handed an older vault meanwhile (VAULT-7).
 */
const newest = new Map<string, { readonly version: number; readonly manifest: SealedManifest }>();
/** Between password and second factor: nothing can be opened yet, because nothing was handed over (AUTH-5). */
let waiting: WaitingSecret | undefined;
/** A secret that the next page needs once more: what stood in for a forgotten password, or the one just chosen. */
let kept: { readonly for: Ceremony; readonly secret: VaultSecret } | undefined;
const listeners = new Set<() => void>();

export function become(next: Unlocked | undefined): void {
  unlocked = next;
  if (next !== undefined) {
    const { accountId, manifest } = next.open;
    newest.set(accountId, { version: manifest.version, manifest: next.stored.manifest });
  }
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

export function isUnlocked(): boolean {
  return unlocked !== undefined;
}

/** Whether anything is in this tab that opens a vault: whoever goes away leaves it here no longer than the session lives (AUTH-8). */
function holdsKeys(): boolean {
  return unlocked !== undefined || waiting !== undefined || kept !== undefined;
}

export function useHoldsKeys(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, holdsKeys);
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
  tell();
}

/** Keeps a secret in this tab until `dropKept`; a lock drops it too. */
export function keepSecret(ceremony: Ceremony, secret: VaultSecret): void {
  dropKept();
  kept = { for: ceremony, secret };
  tell();
}

export function keptFor(ceremony: Ceremony): VaultSecret | undefined {
  return kept?.for === ceremony ? kept.secret : undefined;
}

export function dropKept(): void {
  wipe(kept?.secret);
  kept = undefined;
  tell();
}

function wipe(secret: VaultSecret | undefined): void {
  if (secret?.kind === 'password') secret.exportKey.fill(0);
  if (secret?.kind === 'passkey') secret.prf.fill(0);
}

export function copyOf(secret: VaultSecret): VaultSecret {
  if (secret.kind === 'password') return { ...secret, exportKey: secret.exportKey.slice() };
  if (secret.kind === 'passkey') return { ...secret, prf: secret.prf.slice() };
  return secret;
}

export function unlockedVault(): Unlocked | undefined {
  return unlocked;
}

/** The account that the vault belongs to, as the vault itself says. */
export function vaultAccountId(): string | undefined {
  return unlocked?.open.accountId;
}

/** Whose keys are in this tab, waiting ones too. */
export function accountOfKeys(): string | undefined {
  return unlocked?.open.accountId ?? waiting?.accountId;
}

export function waitingSecret(): WaitingSecret | undefined {
  return waiting;
}

/** It was used, and wiped; one that came to wait meanwhile goes on waiting. */
export function dropWaiting(used: WaitingSecret): void {
  wipe(used.secret);
  if (waiting === used) waiting = undefined;
  tell();
}

export function newestOf(accountId: string) {
  return newest.get(accountId);
}
