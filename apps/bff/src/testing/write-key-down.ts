import { removeRecord, type OpenVault } from '@signet/vault';
import type { TestCitizen } from './citizen.ts';

/** The recovery key that came with a vault is shown and written down, as at the end of proofing; answers with the vault after it. */
export async function writeKeyDown(citizen: TestCitizen, open: OpenVault): Promise<OpenVault> {
  const purpose = 'recovery-key-to-show';
  const { manifest, expectedManifestVersion, next } = await removeRecord(open, purpose);
  const removal = { purpose, manifest: manifest as never, expectedManifestVersion } as const;
  const { status } = await citizen.ask('removeRecord', removal);
  if (status !== 200) throw new Error(`the key that was written down was answered with ${status}`);
  return next;
}
