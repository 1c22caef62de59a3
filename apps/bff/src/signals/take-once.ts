import { and, eq } from 'drizzle-orm';
import type { Bff } from '../bff.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { receivedSignals } from './schema.ts';

/** Whether this is the first time that a token of the agency is seen; remembered until it could not be valid any more. */
export function takeOnce(
  tx: Pick<Bff['db'], 'insert'>,
  clientId: string,
  jti: string,
  expiresAt: number,
): boolean {
  const { changes } = tx
    .insert(receivedSignals)
    .values({ clientId, jtiDigest: tokenHash(jti), expiresAt })
    .onConflictDoNothing()
    .run();
  return changes === 1;
}

/** Whether it was taken before. */
export function isTaken(tx: Pick<Bff['db'], 'select'>, clientId: string, jti: string): boolean {
  const { clientId: whose, jtiDigest } = receivedSignals;
  const asked = and(eq(whose, clientId), eq(jtiDigest, tokenHash(jti)));
  return tx.select({ jtiDigest }).from(receivedSignals).where(asked).get() !== undefined;
}
