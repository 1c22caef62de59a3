import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { SealedManifest, StoredRecord, StoredSlot } from '@signet/vault/sealed';
import type { Bff } from '../bff.ts';
import { vaultRecords, vaultSlots, vaults } from '../db/schema.ts';

type Stored = {
  readonly manifest: SealedManifest;
  readonly manifestVersion: number;
  readonly writeProofDigest: string | null;
  readonly slots: StoredSlot[];
  readonly records: StoredRecord[];
};

/** What is stored of an account's vault; undefined when it has none. */
export function readStored({ db }: Pick<Bff, 'db'>, accountId: AccountId): Stored | undefined {
  const vault = db.select().from(vaults).where(eq(vaults.accountId, accountId)).get();
  if (vault === undefined) return undefined;
  const { slotId, kind, epoch, sealed } = vaultSlots;
  const slots = db
    .select({ kind, slotId, epoch, sealed })
    .from(vaultSlots)
    .where(eq(vaultSlots.accountId, accountId))
    .all();
  const records = db
    .select({
      purpose: vaultRecords.purpose,
      version: vaultRecords.version,
      sealed: vaultRecords.sealed,
    })
    .from(vaultRecords)
    .where(eq(vaultRecords.accountId, accountId))
    .all();
  const { manifest, manifestVersion, writeProofDigest } = vault;
  return { manifest, manifestVersion, writeProofDigest, slots, records };
}
