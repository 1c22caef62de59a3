import { eq } from 'drizzle-orm';
import type { recoveryOperations } from '@signet/contracts/ceremonies';
import { accountToSignIn, emailIndex } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import { accounts } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { startSession } from '../http/session.ts';
import { proves } from '../keys/proof-digest.ts';
import { notify } from '../mail/notify.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { countEach } from '../limits/count-each.ts';
import { guessedFrom } from '../limits/guesses.ts';
import type { Counted } from '../limits/use-each.ts';
import { knownDevice } from '../session/devices.ts';
import { afterFirstFactor } from '../waits/lost-second-factors.ts';
import { keepAttempt, takeAttempt } from './login-attempt.ts';

const nobody = 'sub_';
const noDigest = Buffer.alloc(32).toString('base64url');

/** AUTH-10: a forgotten password. An address without an account is answered like one with. */
export const beginRecovery: Verb<typeof recoveryOperations.beginRecovery> = async (
  bff,
  { email },
  { source, device },
) => {
  const index = emailIndex(bff, email);
  const { accountId, exists } = accountToSignIn(bff, index);
  const known = knownDevice(bff, accountId, device);
  // AUTH-4: as with passwords, browsers that the owner used count for themselves.
  const subjects: readonly Counted[] =
    known === undefined
      ? [
          ['ke2-source', source],
          ['recovery', `${index}\0${source}`],
        ]
      : [['recovery', guessedFrom.device(known)]];
  const tooOften = bff.db.transaction((tx) => countEach(bff, tx, subjects));
  if (tooOften !== undefined) return tooOften;
  const attemptId = keepAttempt(bff, 'recovery', exists ? accountId : null, '');
  return { ok: true, value: { attemptId, accountId } };
};

/** The recovery key was proved; it opens nothing here, and the second factor is still to come (AUTH-5). */
export const finishRecovery: Verb<typeof recoveryOperations.finishRecovery> = async (
  bff,
  { attemptId, proof },
  call,
) => {
  const now = bff.now();
  const attempt = takeAttempt(bff, 'recovery', attemptId);
  // Looked up and compared without an account too, so that the answer takes as long.
  const account = bff.db
    .select({ id: accounts.id, digest: accounts.recoveryProofDigest })
    .from(accounts)
    .where(eq(accounts.id, attempt?.accountId ?? nobody))
    .get();
  const proved = proves(proof, account?.digest ?? noDigest);
  if (!proved || account === undefined) {
    // Beginning is limited; what nobody began leaves no row.
    if (attempt !== undefined) recordEvent(bff.db, now, 'recovery.failed', account?.id ?? null, {});
    return refuse('wrong_credentials');
  }
  const secondFactors = bff.db.transaction((tx) => {
    const after = afterFirstFactor(bff, tx, account.id, call, 'secret');
    const begin = { stage: after.stage, accountId: account.id, signUpId: null } as const;
    const { cookie } = startSession(
      tx,
      now,
      { ...begin, methods: 'recovery', secretProvedAt: now },
      call.session,
    );
    // SP 800-63B-4 §4.2.1.1: a key that was used gives way to another. Until then nothing is shared, whoever signs in.
    tx.update(accounts)
      .set({ passwordChangeDue: true, recoveryKeyUsed: true })
      .where(eq(accounts.id, account.id))
      .run();
    notify(bff, tx, account.id, 'recovery-key-used', 'sign-in');
    recordEvent(tx, now, 'recovery.proved', account.id, {});
    tellAgencies(bff, tx, account.id, 'recovery-activated');
    call.setCookie(cookie);
    return after.secondFactors;
  });
  return { ok: true, value: { secondFactors } };
};
