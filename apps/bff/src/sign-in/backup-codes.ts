import { randomBytes } from 'node:crypto';
import { and, count, eq, inArray } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { backupCodesAtOnce, type secondFactorOperations } from '@signet/contracts/second-factors';
import type { signInOperations } from '@signet/contracts/sign-in';
import type { Bff } from '../bff.ts';
import { authenticators, backupCodes } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { keyedDigest, type KeyedDigest } from '../keys/keyed-digest.ts';
import { newId } from '../keys/new-id.ts';
import { notify } from '../mail/notify.ts';
import { added, makeRoom, ownSession } from './add-second-factor.ts';
import { codesRefused, countWrongCode } from './code-limits.ts';
import { completeSignIn } from './complete-sign-in.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 12;
const few = 2;

/** 60 random bits: twelve characters of five bits each. */
function newCode(): string {
  return Array.from(randomBytes(codeLength), (byte) => alphabet[byte & 31]).join('');
}

/** Bound to the account, under a key that is not in the database: a thief of the database can try none. */
function digestOf({ keys }: Bff, accountId: AccountId, code: string): KeyedDigest {
  return keyedDigest(keys.secret('backupCodes'), accountId, code);
}

const codesOf = (tx: Pick<Bff['db'], 'select'>, accountId: AccountId) =>
  tx
    .select({ id: authenticators.id })
    .from(authenticators)
    .where(and(eq(authenticators.accountId, accountId), eq(authenticators.kind, 'backup-codes')));

/** AUTH-16: a new set takes the place of the old one. */
export const makeBackupCodes: Verb<typeof secondFactorOperations.makeBackupCodes> = async (
  bff,
  _input,
  call,
) => {
  const session = ownSession(call);
  if (session === undefined) return refuse('signed_out');
  const { accountId } = session;
  const now = bff.now();
  const codes = Array.from({ length: backupCodesAtOnce }, newCode);
  return bff.db.transaction((tx) => {
    const noRoom = makeRoom(bff, tx, session, 'backup-codes', call);
    if (noRoom !== undefined) return noRoom;
    tx.delete(authenticators)
      .where(inArray(authenticators.id, codesOf(tx, accountId)))
      .run();
    const authenticatorId = newId('atn');
    tx.insert(authenticators)
      .values({
        id: authenticatorId,
        accountId,
        kind: 'backup-codes',
        counter: 0,
        transports: '[]',
        lastStep: 0,
        createdAt: now,
      })
      .run();
    for (const code of codes)
      tx.insert(backupCodes)
        .values({ codeDigest: digestOf(bff, accountId, code), authenticatorId })
        .run();
    added(bff, tx, session, 'backup-codes', call);
    return { ok: true as const, value: { codes } };
  });
};

/** AUTH-16: the deletion is what accepts a code, so it serves once. */
export const submitBackupCode: Verb<typeof signInOperations.submitBackupCode> = async (
  bff,
  { code },
  call,
) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const refused = codesRefused(bff, tx, accountId, call);
    if (refused !== undefined) return refused;
    const used = tx
      .delete(backupCodes)
      .where(
        and(
          eq(backupCodes.codeDigest, digestOf(bff, accountId, code)),
          inArray(backupCodes.authenticatorId, codesOf(tx, accountId)),
        ),
      )
      .returning()
      .get();
    if (used === undefined) {
      const attemptsLeft = countWrongCode(bff, tx, accountId, 'backup-codes', call);
      return refuse('wrong_code', { attemptsLeft });
    }
    const { authenticatorId } = used;
    tx.update(authenticators)
      .set({ lastUsedAt: now })
      .where(eq(authenticators.id, authenticatorId))
      .run();
    const left = tx
      .select({ many: count() })
      .from(backupCodes)
      .where(eq(backupCodes.authenticatorId, authenticatorId))
      .get();
    if ((left?.many ?? 0) <= few)
      notify(bff, tx, accountId, 'backup-codes-low', 'account/second-steps/backup-codes');
    // A list that is used up is no second factor any more.
    if (left?.many === 0)
      tx.delete(authenticators).where(eq(authenticators.id, authenticatorId)).run();
    completeSignIn(bff, tx, session, 'backup-codes', call);
    return { ok: true as const, value: {} };
  });
};
