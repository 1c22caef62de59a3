import { and, eq, lt, sql } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import type { secondFactorOperations } from '@signet/contracts/second-factors';
import type { signInOperations } from '@signet/contracts/sign-in';
import { emailOf } from '../accounts.ts';
import { builtOnce } from '../db/built-once.ts';
import { authenticators, challenges } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { newId } from '../keys/new-id.ts';
import { openText, sealText } from '../keys/seal-text.ts';
import { added, makeRoom, mayAdd, ownSession } from './add-second-factor.ts';
import { keepChallenge, readChallenge } from './challenge.ts';
import { codesRefused, countWrongCode } from './code-limits.ts';
import { completeSignIn } from './complete-sign-in.ts';

/** RFC 6238: SHA-1, six digits, 30 seconds, as every authenticator app supports; a 160-bit secret; one step of drift. */
const periodSeconds = 30;
const secretBytes = 20;
const place = (id: string) => `authenticators.secret_sealed/${id}`;

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({
    issuer: 'Signet',
    label,
    secret: Secret.fromBase32(secret),
    period: periodSeconds,
  });
}

/** The time step that a code belongs to, or undefined when it fits none of the three that count. */
function stepOf(secret: string, code: string, now: number): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? undefined : Math.floor(now / 1000 / periodSeconds) + delta;
}

export const beginTotp: Verb<typeof secondFactorOperations.beginTotp> = async (
  bff,
  _input,
  call,
) => {
  const session = ownSession(call);
  if (session === undefined) return refuse('signed_out');
  const forbidden = mayAdd(bff, bff.db, session, 'totp', call);
  if (forbidden !== undefined) return refuse(forbidden.type);
  const secret = new Secret({ size: secretBytes }).base32;
  keepChallenge(bff, session, 'add-totp', secret);
  return {
    ok: true,
    value: { secret, uri: totpOf(secret, emailOf(bff, session.accountId)).toString() },
  };
};

export const finishTotp: Verb<typeof secondFactorOperations.finishTotp> = async (
  bff,
  { code },
  call,
) => {
  const session = ownSession(call);
  if (session === undefined) return refuse('signed_out');
  const forbidden = mayAdd(bff, bff.db, session, 'totp', call);
  if (forbidden !== undefined) return refuse(forbidden.type);
  const now = bff.now();
  const secret = readChallenge(bff, session, 'add-totp');
  if (secret === undefined) return refuse('code_expired');
  const lastStep = stepOf(secret, code, now);
  if (lastStep === undefined) return refuse('wrong_code');
  const { accountId } = session;
  const id = newId('atn');
  const secretSealed = sealText(bff.keys.secret('authenticatorSealing'), place(id), secret);
  return bff.db.transaction((tx) => {
    const noRoom = makeRoom(bff, tx, session, 'totp', call);
    if (noRoom !== undefined) return noRoom;
    tx.insert(authenticators)
      .values({
        id,
        accountId,
        kind: 'totp',
        counter: 0,
        transports: '[]',
        secretSealed,
        lastStep,
        createdAt: now,
        lastUsedAt: now,
      })
      .run();
    tx.delete(challenges)
      .where(and(eq(challenges.sessionHash, session.idHash), eq(challenges.purpose, 'add-totp')))
      .run();
    added(bff, tx, session, 'totp', call);
    return { ok: true as const, value: {} };
  });
};

const appsOf = builtOnce((db) =>
  db
    .select()
    .from(authenticators)
    .where(
      and(
        eq(authenticators.accountId, sql.placeholder('accountId')),
        eq(authenticators.kind, 'totp'),
      ),
    )
    .prepare(),
);
const taking = builtOnce((db) =>
  db
    .update(authenticators)
    .set({
      lastStep: sql`${sql.placeholder('step')}`,
      lastUsedAt: sql`${sql.placeholder('now')}`,
    })
    .where(
      and(
        eq(authenticators.id, sql.placeholder('id')),
        lt(authenticators.lastStep, sql.placeholder('step')),
      ),
    )
    .prepare(),
);

/** AUTH-6: the conditional write is what accepts a code; a step that was used, or an earlier one, is never taken again. */
export const submitTotp: Verb<typeof signInOperations.submitTotp> = async (bff, { code }, call) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  const now = bff.now();
  const { accountId } = session;
  return bff.db.transaction((tx) => {
    const refused = codesRefused(bff, tx, accountId, call);
    if (refused !== undefined) return refused;
    for (const app of appsOf(tx).all({ accountId })) {
      if (app.secretSealed === null) continue;
      const step = stepOf(
        openText(bff.keys.secret('authenticatorSealing'), place(app.id), app.secretSealed),
        code,
        now,
      );
      if (step === undefined) continue;
      const taken = taking(tx).run({ id: app.id, step, now });
      if (taken.changes === 0) continue;
      completeSignIn(bff, tx, session, 'totp', call);
      return { ok: true as const, value: {} };
    }
    return refuse('wrong_code', { attemptsLeft: countWrongCode(bff, tx, accountId, 'totp', call) });
  });
};
