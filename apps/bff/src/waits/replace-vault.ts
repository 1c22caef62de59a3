import { and, eq, gt, isNotNull, ne } from 'drizzle-orm';
import type { waitOperations } from '@signet/contracts/waits';
import { manifestAgreement } from '@signet/vault/sealed';
import { forgetUnconfirmedOf, secondFactorsOf } from '../accounts.ts';
import { invalidateCredentials } from '../credential-status/change-status.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { emptyLog } from '../db/empty-log.ts';
import { opaqueRecordOf } from '../db/made-elsewhere.ts';
import {
  accounts,
  applications,
  authenticators,
  devices,
  pendingChanges,
  postalLetters,
  sessions,
  vaultRecords,
  vaults,
  vaultSlots,
  waits,
} from '../db/schema.ts';
import { endAttempts } from '../http/end-attempts.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { endSessions, isStillThere, startSession, type SignedInSession } from '../http/session.ts';
import { newId } from '../keys/new-id.ts';
import { beginRegistration, epochOf } from '../keys/opaque-registration.ts';
import { countRegistration } from '../limits/registrations.ts';
import { forgetOwner } from '../oidc/owner.ts';
import type { TakenBack } from '../mail/letters.ts';
import { notify } from '../mail/notify.ts';
import { forgetGuesses } from '../limits/guesses.ts';
import { forgetBrowsers, knownDevice, rememberDevice } from '../session/devices.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { manifestIn } from '../manifest-in.ts';
import { stopWaits } from './waits.ts';

export const beginReplacement: Verb<typeof waitOperations.beginReplacement> = async (
  bff,
  { registrationRequest },
  { session, device },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const refused = countRegistration(bff, accountId, knownDevice(bff, accountId, device));
  if (refused !== undefined) return refused;
  const where = { accountId, sessionHash: session.idHash };
  const begun = await beginRegistration(bff, where, registrationRequest);
  return begun === undefined
    ? refuse('malformed_request')
    : { ok: true, value: { ...begun, accountId, passwordSlotId: newId('slt') } };
};

/**
 * AUTH-21: what was sealed under the lost secrets is destroyed, and so is the proof of who somebody was: the new vault is as empty as
 * that of a new account. Second factors and addresses stay, but for passkeys that were not used now: whoever has one that opens the vault
 * needs no reset, and a stranger's would sign in alone. Where none is left, the first one of all is chosen anew, as at sign-up.
 */
export const finishReplacement: Verb<typeof waitOperations.finishReplacement> = async (
  bff,
  { registration, vault, recoveryProofDigest, writeProofDigest },
  call,
) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const manifest = manifestIn(vault.manifest);
  const sound =
    vault.accountId === accountId &&
    manifest?.version === 1 &&
    (await manifestAgreement(manifest, vault)) === 'agrees' &&
    vault.slots.some(({ kind }) => kind === 'password');
  const where = { accountId, sessionHash: session.idHash };
  const opaqueEpoch = epochOf(bff, where, registration.begun);
  if (!sound || opaqueEpoch === undefined) return refuse('malformed_request');
  const now = bff.now();
  // Who proved nothing but the mail box waited twice, and has another second factor to choose (AUTH-21).
  const byMailAlone = session.methods === 'mail';

  const outcome = bff.db.transaction((tx) => {
    if (!isStillThere(tx, session)) return refuse('signed_out');
    const wait = tx
      .delete(waits)
      .where(
        and(
          eq(waits.accountId, accountId),
          eq(waits.kind, 'new-vault'),
          isNotNull(waits.goOnHash),
          gt(waits.endsAt, now),
        ),
      )
      .returning()
      .get();
    // Stopped meanwhile, or used already in another tab.
    if (wait === undefined) return refuse('link_expired');
    tx.update(accounts)
      .set({
        opaqueRecord: opaqueRecordOf(registration.record),
        opaqueEpoch,
        stretching: registration.stretching,
        recoveryProofDigest,
        recoveryKeyMadeAt: now,
        recoveryKeyShownAt: null,
        recoveryKeyCheckedAt: null,
        verifiedAt: null,
        passwordChangeDue: false,
        recoveryKeyUsed: false,
        locksDue: false,
      })
      .where(eq(accounts.id, accountId))
      .run();
    forgetGuesses(bff, tx, accountId);
    // AUTH-22: whoever knew the lost secrets may have made a browser known, or wait for what is no more.
    forgetBrowsers(bff, tx, eq(devices.accountId, accountId));
    // The second wait goes on until there is another second factor, and can be stopped till then.
    stopWaits(bff, tx, accountId, byMailAlone ? 'everything-lost' : undefined);
    endAttempts(tx, accountId);
    forgetUnconfirmedOf(tx, accountId);
    const takenBack = forgetUnusedPasskeys(tx, now, { ...session, accountId });
    const isBare = !byMailAlone && secondFactorsOf({ db: tx }, accountId).length === 0;
    if (isBare)
      tx.update(accounts).set({ guardedSince: null }).where(eq(accounts.id, accountId)).run();
    tx.delete(pendingChanges).where(eq(pendingChanges.accountId, accountId)).run();
    tx.delete(postalLetters)
      .where(and(eq(postalLetters.accountId, accountId), eq(postalLetters.purpose, 'code')))
      .run();
    // PROOF-22: the notices of what was proved stay; whom they reach may not be whoever resets.
    tx.delete(applications).where(eq(applications.accountId, accountId)).run();
    forgetOwner(bff, tx, accountId);
    invalidateCredentials(bff, tx, accountId);
    // Slots and records go with the vault.
    tx.delete(vaults).where(eq(vaults.accountId, accountId)).run();
    tx.insert(vaults)
      .values({
        accountId,
        manifest: vault.manifest,
        manifestVersion: manifest.version,
        slotsChangedAt: now,
        writeProofDigest,
      })
      .run();
    for (const slot of vault.slots)
      tx.insert(vaultSlots)
        .values({ accountId, ...slot })
        .run();
    for (const record of vault.records)
      tx.insert(vaultRecords)
        .values({ accountId, ...record })
        .run();
    const others = and(eq(sessions.accountId, accountId), ne(sessions.idHash, session.idHash));
    endSessions(tx, now, 'session.ended', others);
    const stage = byMailAlone || isBare ? 'enrolling' : 'signed-in';
    const { cookie } = startSession(
      tx,
      now,
      {
        stage,
        accountId,
        signUpId: null,
        methods: ['recovery', ...session.methods.split(' ').slice(1)].join(' '),
        secretProvedAt: now,
        client: call.client,
      },
      session,
    );
    if (!byMailAlone) rememberDevice(bff, tx, accountId, call, false);
    recordEvent(tx, now, 'vault.replaced', accountId, {});
    notify(bff, tx, accountId, 'vault-replaced', 'sign-in', { takenBack });
    tellAgencies(bff, tx, accountId, 'password-reset');
    call.setCookie(cookie);
    return { ok: true as const, value: {} };
  });
  // What was destroyed leaves the write-ahead log too, as with a deleted account (AUTH-12).
  if (outcome.ok) emptyLog(bff.db);
  return outcome;
};

function forgetUnusedPasskeys(
  tx: Pick<Bff['db'], 'insert' | 'delete'>,
  now: number,
  { accountId, methods, passkeyId }: SignedInSession,
): readonly TakenBack[] {
  // Who proved nothing but the mail box takes every second factor off by adding another one.
  if (methods === 'mail') return [];
  const passkeys = and(eq(authenticators.accountId, accountId), eq(authenticators.kind, 'passkey'));
  const unused = tx
    .delete(authenticators)
    .where(and(passkeys, passkeyId === null ? undefined : ne(authenticators.id, passkeyId)))
    .returning({ kind: authenticators.kind })
    .all();
  for (const { kind } of unused) recordEvent(tx, now, 'authenticator.removed', accountId, { kind });
  return unused.length > 0 ? ['passkey'] : [];
}
