import { and, eq } from 'drizzle-orm';
import type { vaultOperations } from '@signet/contracts/vault';
import { manifestAgreement, type SealedManifest, type StoredRecord } from '@signet/vault/sealed';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { accounts, pendingChanges, vaultRecords, vaults } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { isStillThere, type SignedInSession, type Session } from '../http/session.ts';
import { refuse } from '../http/refusal.ts';
import { digestOf } from '../keys/proof-digest.ts';
import { keyToShow, noteKeyShown } from '../recovery-key.ts';
import { manifestIn } from '../manifest-in.ts';
import { mayWrite } from './may-write.ts';
import { readStored } from './read-stored.ts';

/** Who lost every second factor has to add one first: the vault is empty only until there was one. */
function withheld({ db }: Pick<Bff, 'db'>, { stage, accountId }: Session): boolean {
  if (stage !== 'enrolling' || accountId === null) return false;
  const account = db.select().from(accounts).where(eq(accounts.id, accountId)).get();
  return account?.guardedSince != null;
}

/** AUTH-5: the table of operations lets nobody here before the second factor, but who has none yet. */
export const readVault: Verb<typeof vaultOperations.readVault> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  if (withheld(bff, session)) return refuse('second_factor_required');
  const stored = readStored(bff, session.accountId);
  if (stored === undefined) return refuse('vault_missing');
  const { manifestVersion, manifest, slots, records } = stored;
  const vault = { accountId: session.accountId, manifest, slots, records };
  return { ok: true, value: { vault, manifestVersion } };
};

export const writeRecord: Verb<typeof vaultOperations.writeRecord> = async (
  bff,
  { record, ...write },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  if (withheld(bff, session)) return refuse('second_factor_required');
  const { accountId } = session;
  return change(bff, { ...session, accountId }, write, {
    after: (records) => [...records.filter(({ purpose }) => purpose !== record.purpose), record],
    store: (tx) => {
      const row = { accountId, ...record };
      tx.insert(vaultRecords)
        .values(row)
        .onConflictDoUpdate({ target: [vaultRecords.accountId, vaultRecords.purpose], set: row })
        .run();
    },
    event: 'vault.record-written',
    purpose: record.purpose,
  });
};

export const removeRecord: Verb<typeof vaultOperations.removeRecord> = async (
  bff,
  { purpose, ...write },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  if (withheld(bff, session)) return refuse('second_factor_required');
  const { accountId } = session;
  return change(bff, { ...session, accountId }, write, {
    after: (records) => records.filter((one) => one.purpose !== purpose),
    store: (tx) => {
      tx.delete(vaultRecords)
        .where(and(eq(vaultRecords.accountId, accountId), eq(vaultRecords.purpose, purpose)))
        .run();
      if (purpose === keyToShow) noteKeyShown(tx, bff.now(), accountId);
    },
    event: 'vault.record-removed',
    purpose,
  });
};

type Write = {
  readonly manifest: SealedManifest;
  readonly expectedManifestVersion: number;
  readonly writeProof: string;
};

/**
 * VAULT-9: compare-and-set on the manifest's version. What would be stored must agree with the manifest that comes with it, so
 * that no mistake of a page can leave a vault that its owner cannot open. A vault that is older than the proof of a writer has its digest from
 * here on (VAULT-11).
 */
async function change(
  bff: Bff,
  session: SignedInSession,
  { manifest, expectedManifestVersion, writeProof }: Write,
  wish: {
    readonly after: (records: StoredRecord[]) => StoredRecord[];
    readonly store: (tx: Parameters<Parameters<Bff['db']['transaction']>[0]>[0]) => void;
    readonly event: 'vault.record-written' | 'vault.record-removed';
    readonly purpose: string;
  },
) {
  const { accountId } = session;
  const stored = readStored(bff, accountId);
  if (stored === undefined) return refuse('vault_missing');
  const next = manifestIn(manifest);
  if (stored.manifestVersion !== expectedManifestVersion) return refuse('vault_moved_on');
  if (!mayWrite(writeProof, stored)) return refuse('unlock_required');
  const agreed =
    next !== undefined &&
    next.version > expectedManifestVersion &&
    (await manifestAgreement(next, {
      slots: stored.slots,
      records: wish.after(stored.records),
    })) === 'agrees';
  if (!agreed) return refuse('malformed_request');
  return bff.db.transaction((tx) => {
    if (!isStillThere(tx, session)) return refuse('signed_out');
    const moved = tx
      .update(vaults)
      .set({
        manifest,
        manifestVersion: next.version,
        writeProofDigest: stored.writeProofDigest ?? digestOf(writeProof),
      })
      .where(
        and(eq(vaults.accountId, accountId), eq(vaults.manifestVersion, expectedManifestVersion)),
      )
      .run();
    if (moved.changes === 0) return refuse('vault_moved_on');
    // Whatever was kept while there was none may be anybody's.
    if (stored.writeProofDigest === null)
      tx.delete(pendingChanges).where(eq(pendingChanges.accountId, accountId)).run();
    wish.store(tx);
    recordEvent(tx, bff.now(), wish.event, accountId, {
      purpose: wish.purpose,
      manifestVersion: next.version,
    });
    return { ok: true as const, value: { manifestVersion: next.version } };
  });
}
