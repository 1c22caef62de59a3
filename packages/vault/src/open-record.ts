import * as v from 'valibot';
import { listRecord } from './manifest.ts';
import { openContent } from './record.ts';
import { type StoredRecord, storedRecordSchema } from './sealed/record.ts';
import { type OpenVault, rootKeyOf } from './unlocked.ts';
import { VaultError } from './vault-error.ts';

/**
 * Opens a record that the vault's manifest lists, byte for byte. Throws `records_differ` for any other, `record_altered`,
 * `malformed` and `closed`.
 */
export async function openRecord(vault: OpenVault, record: StoredRecord): Promise<Uint8Array> {
  const parsed = v.safeParse(storedRecordSchema, record);
  if (!parsed.success) throw new VaultError('malformed');
  const { purpose, version, digest } = await listRecord(parsed.output);
  const listed = vault.manifest.records.find((entry) => entry.purpose === purpose);
  if (listed?.version !== version || listed.digest !== digest)
    throw new VaultError('records_differ');
  const { accountId } = vault;
  const { rootKeyEpoch } = vault.manifest;
  return openContent(
    { accountId, rootKeyEpoch, purpose, version },
    rootKeyOf(vault),
    parsed.output.sealed,
  );
}
