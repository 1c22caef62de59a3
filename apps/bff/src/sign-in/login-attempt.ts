import { and, eq, gt, lte } from 'drizzle-orm';
import { ready, server } from '@serenity-kit/opaque';
import type { AccountId, AttemptId } from '@signet/contracts/ids';
import { opaqueIdentifiers } from '@signet/contracts/opaque';
import type { Bff } from '../bff.ts';
import { accounts, loginAttempts } from '../db/schema.ts';
import { newId } from '../keys/new-id.ts';
import { openText, sealText } from '../keys/seal-text.ts';

const minute = 60_000;
/** A passkey asks the person; the others only the machine. */
const attemptLivesMs = {
  'sign-in': 2 * minute,
  unlock: 2 * minute,
  recovery: 2 * minute,
  'passkey-only': 10 * minute,
} as const;
const place = (id: string) => `login_attempts.state_sealed/${id}`;

type Begin = {
  readonly purpose: 'sign-in' | 'unlock';
  /** The account, or the stable identifier that stands for an address without one. */
  readonly accountId: AccountId;
  readonly startLoginRequest: string;
};

/**
 * OPAQUE login, KE1 → KE2 (RFC 9807 §6). Without an account the answer comes from a fake record, of the same form and length.
 * Answers undefined when KE1 is malformed.
 */
export async function beginAttempt(
  bff: Bff,
  begin: Begin,
): Promise<{ attemptId: AttemptId; loginResponse: string } | undefined> {
  await ready;
  const account = bff.db.select().from(accounts).where(eq(accounts.id, begin.accountId)).get();
  const result = startLogin(bff, begin, account);
  if (result === undefined) return undefined;
  const attemptId = newId('att');
  const now = bff.now();
  bff.db.transaction((tx) => {
    tx.delete(loginAttempts).where(lte(loginAttempts.expiresAt, now)).run();
    tx.insert(loginAttempts)
      .values({
        id: attemptId,
        purpose: begin.purpose,
        accountId: account?.id ?? null,
        stateSealed: sealText(
          bff.keys.secret('authenticatorSealing'),
          place(attemptId),
          result.serverLoginState,
        ),
        expiresAt: now + attemptLivesMs[begin.purpose],
      })
      .run();
  });
  return { attemptId, loginResponse: result.loginResponse };
}

type SimplePurpose = 'recovery' | 'passkey-only';

/** Something else that began without a session: `state` is what its end will need. */
export function keepAttempt(
  bff: Bff,
  purpose: SimplePurpose,
  accountId: AccountId | null,
  state: string,
): AttemptId {
  const id = newId('att');
  const stateSealed = sealText(bff.keys.secret('authenticatorSealing'), place(id), state);
  const expiresAt = bff.now() + attemptLivesMs[purpose];
  bff.db.insert(loginAttempts).values({ id, purpose, accountId, stateSealed, expiresAt }).run();
  return id;
}

/** An attempt is used up by being looked at. */
export function takeAttempt(
  { db, keys, now }: Bff,
  purpose: Begin['purpose'] | SimplePurpose,
  id: AttemptId,
): { readonly accountId: AccountId | null; readonly state: string } | undefined {
  const attempt = db
    .delete(loginAttempts)
    .where(
      and(
        eq(loginAttempts.id, id),
        eq(loginAttempts.purpose, purpose),
        gt(loginAttempts.expiresAt, now()),
      ),
    )
    .returning()
    .get();
  if (attempt === undefined) return undefined;
  const key = keys.secret('authenticatorSealing');
  return { accountId: attempt.accountId, state: openText(key, place(id), attempt.stateSealed) };
}

function startLogin(bff: Bff, begin: Begin, account: typeof accounts.$inferSelect | undefined) {
  try {
    return server.startLogin({
      serverSetup: bff.opaque.setupFor(begin.accountId, account?.opaqueEpoch ?? 1),
      userIdentifier: begin.accountId,
      registrationRecord: account?.opaqueRecord ?? null,
      startLoginRequest: begin.startLoginRequest,
      identifiers: opaqueIdentifiers(bff.config.issuer, begin.accountId),
    });
  } catch {
    return undefined;
  }
}

/** Checks KE3. An attempt is used up by being looked at; undefined when the password was not proved. */
export async function finishAttempt(
  bff: Bff,
  purpose: Begin['purpose'],
  attemptId: AttemptId,
  finishLoginRequest: string,
): Promise<AccountId | undefined> {
  await ready;
  const attempt = takeAttempt(bff, purpose, attemptId);
  if (attempt === undefined) return undefined;
  try {
    server.finishLogin({
      serverLoginState: attempt.state,
      finishLoginRequest,
      identifiers: opaqueIdentifiers(bff.config.issuer, attempt.accountId ?? ''),
    });
  } catch {
    return undefined;
  }
  return attempt.accountId ?? undefined;
}
