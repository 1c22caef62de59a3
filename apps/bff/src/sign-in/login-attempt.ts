import { and, eq, gt, sql } from 'drizzle-orm';
import { server } from '@serenity-kit/opaque';
import type { AccountId, AttemptId } from '@signet/contracts/ids';
import type { KeyStretching } from '@signet/contracts/key-stretching';
import { opaqueIdentifiers } from '@signet/contracts/opaque';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { accounts, loginAttempts } from '../db/schema.ts';
import { newId } from '../keys/new-id.ts';
import { openText, sealText } from '../keys/seal-text.ts';
import { recordOfStranger } from './record-of-strangers.ts';
import { stretchingOfStranger } from './stretching-of-strangers.ts';

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

type Begun = {
  readonly attemptId: AttemptId;
  readonly loginResponse: string;
  readonly stretching: KeyStretching;
};

type Tx = Pick<Bff['db'], 'insert' | 'delete'>;

const accountBy = builtOnce((db) =>
  db
    .select({
      id: accounts.id,
      opaqueRecord: accounts.opaqueRecord,
      opaqueEpoch: accounts.opaqueEpoch,
      stretching: accounts.stretching,
    })
    .from(accounts)
    .where(eq(accounts.id, sql.placeholder('id')))
    .prepare(),
);

const keeping = builtOnce((db) =>
  db
    .insert(loginAttempts)
    .values({
      id: sql.placeholder('id'),
      purpose: sql.placeholder('purpose'),
      accountId: sql.placeholder('accountId'),
      stateSealed: sql.placeholder('stateSealed'),
      expiresAt: sql.placeholder('expiresAt'),
    })
    .prepare(),
);

const livingBy = builtOnce((db) =>
  db
    .select()
    .from(loginAttempts)
    .where(
      and(
        eq(loginAttempts.id, sql.placeholder('id')),
        eq(loginAttempts.purpose, sql.placeholder('purpose')),
        gt(loginAttempts.expiresAt, sql.placeholder('now')),
      ),
    )
    .prepare(),
);

const spending = builtOnce((db) =>
  db
    .delete(loginAttempts)
    .where(eq(loginAttempts.id, sql.placeholder('id')))
    .prepare(),
);

const anybody = builtOnce((db) => db.select({ id: accounts.id }).from(accounts).limit(1).prepare());

/** One row that is there and one that is not are read for every address, so that each takes as long (AUTH-2). */
function rowOf({ db }: Pick<Bff, 'db'>, accountId: AccountId) {
  const row = accountBy(db).get({ id: accountId });
  const other = anybody(db).get()?.id ?? accountId;
  accountBy(db).get({ id: row === undefined ? other : '' });
  return row;
}

/**
 * OPAQUE login, KE1 → KE2 (RFC 9807 §6). Without an account the answer comes from a fake record, of the same form and length.
 * Answers undefined when KE1 is malformed. `count` counts the KE2 that is about to be issued, in the transaction that keeps its state: a
 * commit costs more than everything else here.
 */
export function beginAttempt(
  bff: Bff,
  begin: Begin,
  count: (tx: Pick<Bff['db'], 'select' | 'insert' | 'delete'>) => void,
): Begun | undefined {
  const account = rowOf(bff, begin.accountId);
  // Made for every address, so that each takes as long.
  const ofStranger = stretchingOfStranger(bff, begin.accountId);
  const result = startLogin(bff, begin, account);
  // What is malformed counts too.
  if (result === undefined) {
    bff.db.transaction((tx) => count(tx));
    return undefined;
  }
  const attemptId = newId('att');
  const now = bff.now();
  bff.db.transaction((tx) => {
    count(tx);
    keeping(tx).run({
      id: attemptId,
      purpose: begin.purpose,
      accountId: account?.id ?? null,
      stateSealed: sealText(
        bff.keys.secret('authenticatorSealing'),
        place(attemptId),
        result.serverLoginState,
      ),
      expiresAt: now + attemptLivesMs[begin.purpose],
    });
  });
  const { loginResponse } = result;
  return { attemptId, loginResponse, stretching: account?.stretching ?? ofStranger };
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
  purpose: SimplePurpose,
  id: AttemptId,
): { readonly accountId: AccountId | null; readonly state: string } | undefined {
  const attempt = db
    .delete(loginAttempts)
    .where(living({ now }, purpose, id))
    .returning()
    .get();
  if (attempt === undefined) return undefined;
  const key = keys.secret('authenticatorSealing');
  return { accountId: attempt.accountId, state: openText(key, place(id), attempt.stateSealed) };
}

function startLogin(bff: Bff, begin: Begin, account: ReturnType<typeof rowOf>) {
  try {
    return server.startLogin({
      serverSetup: bff.opaque.setupFor(begin.accountId, account?.opaqueEpoch ?? 1),
      userIdentifier: begin.accountId,
      registrationRecord: account?.opaqueRecord ?? recordOfStranger(),
      startLoginRequest: begin.startLoginRequest,
      identifiers: opaqueIdentifiers(bff.config.issuer, begin.accountId),
    });
  } catch {
    return undefined;
  }
}

/**
 * Checks KE3. `accountId` is undefined when the password was not proved; an attempt is used up by being looked at, so `spend` answers,
 * in the transaction of what follows, whether nobody else used it meanwhile.
 */
export function finishAttempt(
  bff: Bff,
  purpose: Begin['purpose'],
  attemptId: AttemptId,
  finishLoginRequest: string,
): { readonly accountId: AccountId | undefined; readonly spend: (tx: Tx) => boolean } {
  const attempt = livingBy(bff.db).get({ id: attemptId, purpose, now: bff.now() });
  const spend = (tx: Tx) => spending(tx).run({ id: attemptId }).changes > 0;
  if (attempt === undefined) return { accountId: undefined, spend };
  const key = bff.keys.secret('authenticatorSealing');
  try {
    server.finishLogin({
      serverLoginState: openText(key, place(attemptId), attempt.stateSealed),
      finishLoginRequest,
      identifiers: opaqueIdentifiers(bff.config.issuer, attempt.accountId ?? ''),
    });
  } catch {
    return { accountId: undefined, spend };
  }
  return { accountId: attempt.accountId ?? undefined, spend };
}

const living = (
  { now }: Pick<Bff, 'now'>,
  purpose: (typeof loginAttempts.$inferSelect)['purpose'],
  id: AttemptId,
) =>
  and(
    eq(loginAttempts.id, id),
    eq(loginAttempts.purpose, purpose),
    gt(loginAttempts.expiresAt, now()),
  );
