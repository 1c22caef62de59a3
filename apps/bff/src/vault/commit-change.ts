import { and, eq, exists, isNotNull, ne } from 'drizzle-orm';
import type { ceremonyOperations } from '@signet/contracts/ceremonies';
import type { AccountId, AuthenticatorId } from '@signet/contracts/ids';
import {
  manifestAgreement,
  passkeySlotId,
  type SealedManifest,
  type StoredRecord,
  type StoredSlot,
} from '@signet/vault/sealed';
import { forgetUnconfirmedOf } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import {
  accounts,
  authenticators,
  pendingChanges,
  sessions,
  vaultRecords,
  vaults,
  vaultSlots,
} from '../db/schema.ts';
import { endAttempts } from '../http/end-attempts.ts';
import type { Call, Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { notify } from '../mail/notify.ts';
import { isOf, logOutAtAgencies } from '../signals/log-out-at-agencies.ts';
import { forgetGuesses } from '../limits/guesses.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { provedLately } from '../http/proved-lately.ts';
import { endSessions, isStillThere } from '../http/session.ts';
import { forgetOtherBrowsers } from '../session/devices.ts';
import { proves } from '../keys/proof-digest.ts';
import { manifestIn } from '../manifest-in.ts';
import { readStored } from './read-stored.ts';

type Next = { readonly slots: readonly StoredSlot[]; readonly records: readonly StoredRecord[] };
type Pending = typeof pendingChanges.$inferSelect;

/** Puts one slot in its place: a new password, a new recovery key. */
export const commitSlot: Verb<typeof ceremonyOperations.commitSlot> = async (bff, commit, call) =>
  settle(bff, call, commit, ({ change }, stored) => {
    if (change.kind !== 'slot' || !sameSlot(change.slot.slot, commit.slot)) return undefined;
    return {
      slots: [...stored.slots.filter(({ slotId }) => slotId !== commit.slot.slotId), commit.slot],
      records: stored.records.filter(({ purpose }) => !commit.removeRecords.includes(purpose)),
    };
  });

/** Puts the whole pending vault in the place of the old one. */
export const commitVault: Verb<typeof ceremonyOperations.commitVault> = async (bff, commit, call) =>
  settle(bff, call, commit, ({ change }) =>
    change.kind === 'vault' && change.vault.vault.manifest === commit.manifest
      ? change.vault.vault
      : undefined,
  );

/**
 * VAULT-10, second phase: the proof shows that what is kept was opened. Then everything moves in one transaction: slots, records,
 * manifest, the password's record; or nothing does.
 */
async function settle(
  bff: Bff,
  call: Call,
  commit: {
    readonly manifest: SealedManifest;
    readonly expectedManifestVersion: number;
    readonly proof: string;
  },
  after: (pending: Pending, stored: Next) => Next | undefined,
) {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const pending = bff.db
    .select()
    .from(pendingChanges)
    .where(eq(pendingChanges.accountId, accountId))
    .get();
  // Writing down a recovery key may take longer than a proof lasts, and this session proved it when it kept the change.
  const mayCommit = provedLately(bff, session) || pending?.sessionHash === session.idHash;
  if (!mayCommit) return refuse('unlock_required');
  const stored = readStored(bff, accountId);
  if (stored === undefined) return refuse('vault_missing');
  if (stored.manifestVersion !== commit.expectedManifestVersion) return refuse('vault_moved_on');
  const next = pending === undefined ? undefined : after(pending, stored);
  const manifest = manifestIn(commit.manifest);
  const sound =
    pending !== undefined &&
    next !== undefined &&
    proves(commit.proof, pending.proofDigest) &&
    manifest?.version === commit.expectedManifestVersion + 1 &&
    (await manifestAgreement(manifest, next)) === 'agrees';
  if (!sound) return refuse('malformed_request');
  const passkeys = await passkeysOf(bff, accountId);

  return bff.db.transaction((tx) => {
    if (!isStillThere(tx, session)) return refuse('signed_out');
    // One that was taken off meanwhile would open the vault and stand in no list.
    const brought = pending.change.kind === 'slot' ? [pending.change.slot.slot] : next.slots;
    const isKnown = ({ kind, slotId }: Pick<StoredSlot, 'kind' | 'slotId'>) =>
      kind !== 'passkey' || isListed(tx, passkeys.get(slotId));
    if (!brought.every(isKnown)) return refuse('not_found');
    // What was read above may have changed meanwhile; nothing is written before this is known.
    const isCurrent =
      tx
        .update(vaults)
        .set({
          manifest: commit.manifest,
          manifestVersion: manifest.version,
          slotsChangedAt: bff.now(),
          // VAULT-11: a commit gives no vault its first one. Who copied a session keeps what its owner kept anew, with a digest of their own,
          // and the owner would commit that.
          writeProofDigest:
            stored.writeProofDigest === null
              ? null
              : (pending.writeProofDigest ?? stored.writeProofDigest),
        })
        .where(
          and(
            eq(vaults.accountId, accountId),
            eq(vaults.manifestVersion, commit.expectedManifestVersion),
            exists(
              tx
                .select({ one: pendingChanges.accountId })
                .from(pendingChanges)
                .where(
                  and(
                    eq(pendingChanges.accountId, accountId),
                    eq(pendingChanges.proofDigest, pending.proofDigest),
                  ),
                ),
            ),
          ),
        )
        .run().changes > 0;
    if (!isCurrent) return refuse('vault_moved_on');
    tx.delete(pendingChanges).where(eq(pendingChanges.accountId, accountId)).run();
    replace(tx, accountId, next);
    settleSecrets(bff, tx, accountId, pending, call);
    recordEvent(tx, bff.now(), 'vault.change-committed', accountId, {
      kind: pending.change.kind,
      manifestVersion: manifest.version,
    });
    return { ok: true as const, value: { manifestVersion: manifest.version } };
  });
}

type Transaction = Parameters<Parameters<Bff['db']['transaction']>[0]>[0];

/** The account's passkeys by the slot that each has, or would have. */
async function passkeysOf(
  { db }: Bff,
  accountId: AccountId,
): Promise<ReadonlyMap<string, AuthenticatorId>> {
  const listed = db
    .select({ id: authenticators.id, credentialId: authenticators.credentialId })
    .from(authenticators)
    .where(and(eq(authenticators.accountId, accountId), isNotNull(authenticators.credentialId)))
    .all();
  return new Map(
    await Promise.all(
      listed.map(
        async ({ id, credentialId }) => [await passkeySlotId(credentialId ?? ''), id] as const,
      ),
    ),
  );
}

function isListed(tx: Transaction, id: AuthenticatorId | undefined): boolean {
  if (id === undefined) return false;
  const own = tx.select({ id: authenticators.id }).from(authenticators);
  return own.where(eq(authenticators.id, id)).get() !== undefined;
}

function replace(tx: Transaction, accountId: AccountId, { slots, records }: Next): void {
  tx.delete(vaultSlots).where(eq(vaultSlots.accountId, accountId)).run();
  tx.delete(vaultRecords).where(eq(vaultRecords.accountId, accountId)).run();
  for (const slot of slots)
    tx.insert(vaultSlots)
      .values({ accountId, ...slot })
      .run();
  for (const record of records)
    tx.insert(vaultRecords)
      .values({ accountId, ...record })
      .run();
}

/** The password's record and the recovery key's digest change with their slots, and whoever may be a stranger is put out. */
function settleSecrets(
  bff: Bff,
  tx: Transaction,
  accountId: AccountId,
  { change, registrationRecord, opaqueEpoch, stretching, recoveryProofDigest }: Pending,
  call: Call,
): void {
  const now = bff.now();
  if (registrationRecord !== null && stretching !== null && opaqueEpoch !== null) {
    tx.update(accounts)
      .set({
        opaqueRecord: registrationRecord,
        opaqueEpoch,
        stretching,
        passwordChangeDue: false,
      })
      .where(eq(accounts.id, accountId))
      .run();
    forgetGuesses(bff, tx, accountId);
    endAttempts(tx, accountId);
    forgetUnconfirmedOf(tx, accountId);
    // AUTH-22: a thief who knew the old one may have made a browser known.
    forgetOtherBrowsers(bff, tx, accountId, call);
    recordEvent(tx, now, 'password.changed', accountId, {});
    notify(bff, tx, accountId, 'password-changed', 'recover');
    tellAgencies(bff, tx, accountId, 'password-reset');
  }
  const ownSession = call.session?.idHash ?? '';
  // Under another root key no slot is left but those that came along.
  if (change.kind === 'vault')
    tx.update(accounts).set({ locksDue: false }).where(eq(accounts.id, accountId)).run();
  // AUTH-11: whatever was changed, nobody else stays signed in.
  endSessions(
    tx,
    now,
    'session.ended',
    and(eq(sessions.accountId, accountId), ne(sessions.idHash, ownSession)),
  );
  const own = tx.select().from(sessions).where(eq(sessions.idHash, ownSession)).get();
  logOutAtAgencies(bff, tx, accountId, (at) => own === undefined || !isOf(own)(at));
  const addsPasskey = change.kind === 'slot' && change.slot.slot.kind === 'passkey';
  if (addsPasskey) notify(bff, tx, accountId, 'passkey-opens-vault', 'sign-in');
  if (recoveryProofDigest !== null) {
    tx.update(accounts)
      .set({
        recoveryProofDigest,
        recoveryKeyMadeAt: now,
        recoveryKeyShownAt: null,
        recoveryKeyCheckedAt: null,
        recoveryKeyUsed: false,
      })
      .where(eq(accounts.id, accountId))
      .run();
    recordEvent(tx, now, 'recovery-key.changed', accountId, {});
    notify(bff, tx, accountId, 'recovery-key-changed', 'sign-in');
  }
  if (addsPasskey || recoveryProofDigest !== null)
    tellAgencies(bff, tx, accountId, 'recovery-information-changed');
}

function sameSlot(one: StoredSlot, other: StoredSlot): boolean {
  return (
    one.kind === other.kind &&
    one.slotId === other.slotId &&
    one.epoch === other.epoch &&
    one.sealed === other.sealed
  );
}
