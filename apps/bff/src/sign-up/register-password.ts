import { eq } from 'drizzle-orm';
import type { signUpOperations } from '@signet/contracts/sign-up';
import { manifestAgreement } from '@signet/vault/sealed';
import { accountOf } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { opaqueRecordOf } from '../db/made-elsewhere.ts';
import { accounts, emails, signUps, vaultRecords, vaultSlots, vaults } from '../db/schema.ts';
import type { Call, Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { isStillThere, startSession } from '../http/session.ts';
import { newId } from '../keys/new-id.ts';
import { beginRegistration, epochOf } from '../keys/opaque-registration.ts';
import { manifestIn } from '../manifest-in.ts';

export const beginPassword: Verb<typeof signUpOperations.beginPassword> = async (
  bff,
  { registrationRequest },
  call,
) => {
  const signUp = signUpOf(bff, call);
  if (signUp === undefined) return refuse('signed_out');
  const begun = await beginRegistration(bff, placeOf(signUp, call), registrationRequest);
  return begun === undefined ? refuse('malformed_request') : { ok: true, value: begun };
};

/** Account, password record and sealed vault land together, or not at all (AUTH-1). */
export const finishPassword: Verb<typeof signUpOperations.finishPassword> = async (
  bff,
  { registration, vault, recoveryProofDigest, writeProofDigest },
  call,
) => {
  const now = bff.now();
  const signUp = signUpOf(bff, call);
  if (signUp === undefined) return refuse('signed_out');
  const manifest = manifestIn(vault.manifest);
  const opaqueEpoch = epochOf(bff, placeOf(signUp, call), registration.begun);
  const sound =
    vault.accountId === signUp.accountId &&
    manifest?.version === 1 &&
    (await manifestAgreement(manifest, vault)) === 'agrees' &&
    vault.slots.some((slot) => slot.kind === 'password' && slot.slotId === signUp.passwordSlotId);
  if (!sound || opaqueEpoch === undefined) return refuse('malformed_request');

  return bff.db.transaction((tx) => {
    if (call.session === undefined || !isStillThere(tx, call.session)) return refuse('signed_out');
    if (accountOf({ db: tx, keys: bff.keys }, signUp.emailIndex).exists)
      return refuse('link_expired');
    const { accountId } = signUp;
    tx.insert(accounts)
      .values({
        id: accountId,
        opaqueRecord: opaqueRecordOf(registration.record),
        opaqueEpoch,
        stretching: registration.stretching,
        recoveryProofDigest,
        recoveryKeyMadeAt: now,
        createdAt: now,
        language: call.language,
      })
      .run();
    tx.insert(emails)
      .values({
        id: newId('eml'),
        accountId,
        emailIndex: signUp.emailIndex,
        emailSealed: signUp.emailSealed,
        isPrimary: true,
        confirmedAt: now,
        createdAt: now,
      })
      .run();
    tx.insert(vaults)
      .values({
        accountId,
        manifest: vault.manifest,
        manifestVersion: manifest.version,
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
    const { cookie } = startSession(
      tx,
      now,
      { stage: 'enrolling', accountId, signUpId: null, methods: 'pwd', secretProvedAt: now },
      call.session,
    );
    tx.delete(signUps).where(eq(signUps.emailIndex, signUp.emailIndex)).run();
    recordEvent(tx, now, 'account.created', accountId, {});
    call.setCookie(cookie);
    return { ok: true as const, value: {} };
  });
};

function signUpOf({ db }: Bff, { session }: Call) {
  if (session?.signUpId == null) return undefined;
  return db.select().from(signUps).where(eq(signUps.id, session.signUpId)).get();
}

const placeOf = ({ accountId }: typeof signUps.$inferSelect, { session }: Call) => ({
  accountId,
  sessionHash: session?.idHash ?? '',
});
