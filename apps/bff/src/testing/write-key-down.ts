import { removeRecord, type OpenVault } from '@signet/vault';
import type { TestCitizen } from './citizen.ts';

/** The recovery key that came with a vault is shown and written down, as at the end of proofing; answers with the vault after it. */
export async function writeKeyDown(citizen: TestCitizen, open: OpenVault): Promise<OpenVault> {
  const purpose = 'recovery-key-to-show';
  const removed = await removeRecord(open, purpose);
  const { manifest, expectedManifestVersion, writeProof, next } = removed;
  const write = { manifest: manifest as never, expectedManifestVersion, writeProof };
  const removal = { purpose, ...write } as const;
  const { status } = await citizen.ask('removeRecord', removal);
  if (status !== 200) throw new Error(`the key that was written down was answered with ${status}`);
  return next;
}
