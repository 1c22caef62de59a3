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
