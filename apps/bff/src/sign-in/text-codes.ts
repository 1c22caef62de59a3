import { randomInt } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { textCodes } from '../db/schema.ts';
import type { SignedInSession } from '../http/session.ts';
import { keyedDigest, type KeyedDigest } from '../keys/keyed-digest.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;
type Row = typeof textCodes.$inferSelect;
type Purpose = Row['purpose'];
type Redeemed =
  | { readonly result: 'right'; readonly row: Row }
  | { readonly result: 'wrong'; readonly triesLeft: number }
  | { readonly result: 'expired' };
type Place = Pick<typeof textCodes.$inferInsert, 'phoneSealed' | 'authenticatorId'>;

/** SP 800-63B-4 §3.1.3.2: six digits, ten minutes. */
const livesMs = 10 * 60_000;
const mostTries = 5;

/** `randomInt` draws without modulo bias. */
export function newTextCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** AUTH-23: bound to session and purpose, under a key that is not in the database. */
function digestOf(
  { keys }: Bff,
  session: SignedInSession,
  purpose: Purpose,
  code: string,
): KeyedDigest {
  return keyedDigest(keys.secret('textCodes'), `${session.idHash}\0${purpose}`, code);
}

const here = (session: SignedInSession, purpose: Purpose) =>
  and(eq(textCodes.sessionHash, session.idHash), eq(textCodes.purpose, purpose));

/** Keeps a code; the one before it is void. Answers with when it expires. */
export function keepTextCode(
  bff: Bff,
  tx: Tx,
  session: SignedInSession,
  purpose: Purpose,
  code: string,
  place: Place,
): number {
  const expiresAt = bff.now() + livesMs;
  const codeDigest = digestOf(bff, session, purpose, code);
  const row = {
    phoneSealed: null,
    authenticatorId: null,
    ...place,
    codeDigest,
    triesLeft: mostTries,
    expiresAt,
  };
  tx.insert(textCodes)
    .values({ sessionHash: session.idHash, purpose, ...row })
    .onConflictDoUpdate({ target: [textCodes.sessionHash, textCodes.purpose], set: row })
    .run();
  return expiresAt;
}

export function forgetTextCode(
  tx: Pick<Tx, 'delete'>,
  session: SignedInSession,
  purpose: Purpose,
): void {
  tx.delete(textCodes).where(here(session, purpose)).run();
}

/** What the code was for: a right one is used up, a wrong one counts, and the fifth wrong one takes the right one along. */
export function redeemTextCode(
  bff: Bff,
  tx: Tx,
  session: SignedInSession,
  purpose: Purpose,
  code: string,
): Redeemed {
  const living = and(here(session, purpose), gt(textCodes.expiresAt, bff.now()));
  const right = tx
    .delete(textCodes)
    .where(and(living, eq(textCodes.codeDigest, digestOf(bff, session, purpose, code))))
    .returning()
    .get();
  if (right !== undefined) return { result: 'right', row: right };
  const wrong = tx
    .update(textCodes)
    .set({ triesLeft: sql`${textCodes.triesLeft} - 1` })
    .where(living)
    .returning()
    .get();
  if (wrong === undefined) return { result: 'expired' };
  if (wrong.triesLeft <= 0) forgetTextCode(tx, session, purpose);
  return { result: 'wrong', triesLeft: wrong.triesLeft };
}
