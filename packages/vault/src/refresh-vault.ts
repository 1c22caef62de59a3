import { parseStoredVault, verifyStored } from './open-vault.ts';
import type { StoredVault } from './sealed/stored-vault.ts';
import { type OpenVault, rootKeyOf, vaultAt } from './unlocked.ts';
import { VaultError } from './vault-error.ts';

/**
 * An open vault as it is stored now, for instance after another tab wrote to it. No secret is needed. Throws
 * `version_rollback` for an older state, `version_fork` for another state under the same version.
 */
export async function refreshVault(vault: OpenVault, stored: StoredVault): Promise<OpenVault> {
  const parsed = parseStoredVault(stored, vault.accountId);
  const manifest = await verifyStored(parsed, rootKeyOf(vault), vault.manifest.version);
  const sameVersion = manifest.version === vault.manifest.version;
  if (sameVersion && JSON.stringify(manifest) !== JSON.stringify(vault.manifest))
    throw new VaultError('version_fork');
  return vaultAt(vault, manifest);
}
