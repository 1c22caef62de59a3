import { eq } from 'drizzle-orm';
import type { ceremonyOperations, PendingChange } from '@signet/contracts/ceremonies';
import type { AccountId } from '@signet/contracts/ids';
import { manifestAgreement } from '@signet/vault/sealed';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { opaqueRecordOf } from '../db/made-elsewhere.ts';
import { pendingChanges, vaults } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { countChange } from '../limits/changes.ts';
import { countRegistration } from '../limits/registrations.ts';
import { refuse } from '../http/refusal.ts';
import { isStillThere, type Session } from '../http/session.ts';
import { beginRegistration, epochOf } from '../keys/opaque-registration.ts';
import { provedLately } from '../http/proved-lately.ts';
import { knownDevice } from '../session/devices.ts';
import { manifestIn } from '../manifest-in.ts';
import { mayWrite } from './may-write.ts';

/** The old record works until the commit. */
export const beginNewPassword: Verb<typeof ceremonyOperations.beginNewPassword> = async (
  bff,
  { registrationRequest },
  { session, device },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  if (!provedLately(bff, session)) return refuse('unlock_required');
  const { accountId } = session;
  const refused = countRegistration(bff, accountId, knownDevice(bff, accountId, device));
  if (refused !== undefined) return refused;
  const begun = await beginRegistration(bff, placeOf(accountId, session), registrationRequest);
  return begun === undefined ? refuse('malformed_request') : { ok: true, value: begun };
};

/** VAULT-10, first phase: ciphertext beside the vault. It changes nothing yet. */
export const keepPending: Verb<typeof ceremonyOperations.keepPending> = async (
  bff,
  { change, registration, recoveryProofDigest, writeProof, writeProofDigest },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  if (!provedLately(bff, session)) return refuse('unlock_required');
  const { accountId } = session;
  const kinds = await kindsIn(change, accountId);
  const fits =
    kinds !== undefined &&
    // A new root key under the same password needs no new registration; anything else that brings a password slot does.
    (change.kind === 'vault' || kinds.includes('password') === (registration !== undefined)) &&
    kinds.includes('recovery-key') === (recoveryProofDigest !== undefined) &&
    (change.kind === 'vault') === (writeProofDigest !== undefined);
  const opaqueEpoch =
    registration === undefined
      ? null
      : epochOf(bff, placeOf(accountId, session), registration.begun);
  if (!fits || opaqueEpoch === undefined) return refuse('malformed_request');

  const row = {
    accountId,
    change,
    proofDigest: change.kind === 'slot' ? change.slot.proofDigest : change.vault.proofDigest,
    registrationRecord: registration === undefined ? null : opaqueRecordOf(registration.record),
    opaqueEpoch,
    stretching: registration?.stretching ?? null,
    recoveryProofDigest: recoveryProofDigest ?? null,
    writeProofDigest: writeProofDigest ?? null,
    sessionHash: session.idHash,
    createdAt: bff.now(),
  };
  return bff.db.transaction((tx) => {
    if (!isStillThere(tx, session)) return refuse('signed_out');
    // In here, where the vault cannot get its first digest, or another, between the question and the row.
    const vault = tx.select().from(vaults).where(eq(vaults.accountId, accountId)).get();
    if (vault === undefined) return refuse('vault_missing');
    if (!mayWrite(writeProof, vault)) return refuse('unlock_required');
    // AUTH-4: what is kept is committed once, and told then. Another password is not counted here: it shuts a thief out, and is limited by itself.
    const isTold = kinds.includes('passkey') || recoveryProofDigest !== undefined;
    const tooOften =
      isTold && registration === undefined ? countChange(bff, tx, accountId) : undefined;
    if (tooOften !== undefined) return tooOften;
    tx.insert(pendingChanges)
      .values(row)
      .onConflictDoUpdate({ target: pendingChanges.accountId, set: row })
      .run();
    recordEvent(tx, bff.now(), 'vault.change-kept', accountId, { kind: change.kind });
    return { ok: true as const, value: {} };
  });
};

const placeOf = (accountId: AccountId, { idHash }: Session) => ({
  accountId,
  sessionHash: idHash,
});

/** Which kinds of slot a change brings; undefined when a pending vault is another account's or contradicts itself. */
async function kindsIn(
  change: PendingChange,
  accountId: AccountId,
): Promise<readonly string[] | undefined> {
  if (change.kind === 'slot') return [change.slot.slot.kind];
  const { vault } = change.vault;
  const manifest = manifestIn(vault.manifest);
  const agrees = manifest !== undefined && (await manifestAgreement(manifest, vault)) === 'agrees';
  return agrees && vault.accountId === accountId ? vault.slots.map(({ kind }) => kind) : undefined;
}

export const readPending: Verb<typeof ceremonyOperations.readPending> = async (
  { db }: Bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const row = db
    .select()
    .from(pendingChanges)
    .where(eq(pendingChanges.accountId, session.accountId))
    .get();
  return { ok: true, value: { change: row?.change ?? null } };
};
