import { listRecord, sealManifest } from './manifest.ts';
import { sealContent } from './record.ts';
import type { Manifest, SealedManifest } from './sealed/manifest.ts';
import type { RecordPurpose, StoredRecord } from './sealed/record.ts';
import { type OpenVault, rootKeyOf, vaultAt } from './unlocked.ts';
import { writeProof } from './write-proof.ts';

/** VAULT-9: what to write with compare-and-set, and the vault as it is once that was accepted. */
export interface VaultChange {
  readonly manifest: SealedManifest;
  readonly manifestVersion: number;
  readonly expectedManifestVersion: number;
  readonly next: OpenVault;
  /** See `writeProof`. */
  readonly writeProof: string;
}

/**
 * Seals `content` as the record of `purpose`, in the place of the one before. The record's version is that of the
 * manifest that first lists it, so that no version of a purpose is ever used twice, not even after a removal.
 * Throws `record_too_large` and `closed`.
 */
export async function sealRecord(
  vault: OpenVault,
  purpose: RecordPurpose,
  content: Uint8Array,
): Promise<VaultChange & { readonly record: StoredRecord }> {
  const version = vault.manifest.version + 1;
  const { rootKeyEpoch } = vault.manifest;
  const place = { accountId: vault.accountId, rootKeyEpoch, purpose, version };
  const record = await sealContent(place, rootKeyOf(vault), content);
  const records = [...without(vault.manifest, purpose), await listRecord(record)];
  return { record, ...(await change(vault, { ...vault.manifest, version, records })) };
}

/** Takes the record of `purpose` out of the vault. */
export async function removeRecord(vault: OpenVault, purpose: RecordPurpose): Promise<VaultChange> {
  const version = vault.manifest.version + 1;
  return change(vault, { ...vault.manifest, version, records: without(vault.manifest, purpose) });
}

async function change(vault: OpenVault, manifest: Manifest): Promise<VaultChange> {
  return {
    manifest: await sealManifest(vault.accountId, rootKeyOf(vault), manifest),
    manifestVersion: manifest.version,
    expectedManifestVersion: vault.manifest.version,
    next: vaultAt(vault, manifest),
    writeProof: (await writeProof(vault)).proof,
  };
}

function without(manifest: Manifest, purpose: RecordPurpose) {
  return manifest.records.filter((record) => record.purpose !== purpose);
}
