import type { Manifest } from './sealed/manifest.ts';
import { VaultError } from './vault-error.ts';

declare const opened: unique symbol;

/**
 * A vault that its owner opened, at one manifest version. The root key is not a property of it: nothing that prints,
 * clones or serializes the object can reach the key.
 */
export interface OpenVault {
  readonly [opened]: true;
  readonly accountId: string;
  readonly manifest: Manifest;
  /** Drops the root key, also for every version of this vault that came from this opening. */
  close(): void;
}

interface KeyHolder {
  rootKey: CryptoKey | undefined;
}

const holders = new WeakMap<OpenVault, KeyHolder>();

/** The only maker of an `OpenVault`. */
export function vaultOf(unlocked: {
  accountId: string;
  rootKey: CryptoKey;
  manifest: Manifest;
}): OpenVault {
  return sharing({ rootKey: unlocked.rootKey }, unlocked.accountId, unlocked.manifest);
}

/** The same opening at another manifest version. */
export function vaultAt(vault: OpenVault, manifest: Manifest): OpenVault {
  return sharing(holderOf(vault), vault.accountId, manifest);
}

/** The root key: a non-extractable HKDF key. Throws `closed` once the vault was closed. */
export function rootKeyOf(vault: OpenVault): CryptoKey {
  const { rootKey } = holderOf(vault);
  if (rootKey === undefined) throw new VaultError('closed');
  return rootKey;
}

function sharing(holder: KeyHolder, accountId: string, manifest: Manifest): OpenVault {
  const close = () => {
    holder.rootKey = undefined;
  };
  const vault = Object.freeze({ accountId, manifest, close }) as OpenVault;
  holders.set(vault, holder);
  return vault;
}

function holderOf(vault: OpenVault): KeyHolder {
  const holder = holders.get(vault);
  if (holder === undefined) throw new VaultError('closed');
  return holder;
}
