import { and, eq, gt } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { challenges } from '../db/schema.ts';
import type { Session } from '../http/session.ts';
import { openText, sealText } from '../keys/seal-text.ts';

type Purpose = (typeof challenges.$inferSelect)['purpose'];
const livesMs = 10 * 60_000;
const place = (session: Session, purpose: Purpose) =>
  `challenges.value_sealed/${session.idHash}/${purpose}`;

/** Keeps what a ceremony began with, for this session and purpose only; a new beginning replaces the old one. */
export function keepChallenge(
  { db, keys, now }: Bff,
  session: Session,
  purpose: Purpose,
  value: string,
): void {
  const valueSealed = sealText(keys.secret('authenticatorSealing'), place(session, purpose), value);
  const expiresAt = now() + livesMs;
  db.insert(challenges)
    .values({ sessionHash: session.idHash, purpose, valueSealed, expiresAt })
    .onConflictDoUpdate({
      target: [challenges.sessionHash, challenges.purpose],
      set: { valueSealed, expiresAt },
    })
    .run();
}

export function readChallenge(
  { db, keys, now }: Bff,
  session: Session,
  purpose: Purpose,
): string | undefined {
  const row = db
    .select()
    .from(challenges)
    .where(
      and(
        eq(challenges.sessionHash, session.idHash),
        eq(challenges.purpose, purpose),
        gt(challenges.expiresAt, now()),
      ),
    )
    .get();
  return row === undefined
    ? undefined
    : openText(keys.secret('authenticatorSealing'), place(session, purpose), row.valueSealed);
}

/** A WebAuthn challenge is used up by its first answer, right or wrong. */
export function takeChallenge(bff: Bff, session: Session, purpose: Purpose): string | undefined {
  const value = readChallenge(bff, session, purpose);
  bff.db
    .delete(challenges)
    .where(and(eq(challenges.sessionHash, session.idHash), eq(challenges.purpose, purpose)))
    .run();
  return value;
}
