import { type Proof, proveWriter } from './ceremonies/proof.ts';
import { type OpenVault, rootKeyOf } from './unlocked.ts';

/**
 * Shows the bff that who writes a vault holds its root key, and opens nothing (FORMAT.md §7). The bff stores the digest, and asks for
 * the proof with every write: a stolen session alone writes nothing under a key of its own. Throws `closed`.
 */
export async function writeProof(vault: OpenVault): Promise<Proof> {
  return proveWriter(vault.accountId, rootKeyOf(vault));
}
