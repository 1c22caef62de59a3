import type { JWK } from 'jose';
import { Refused } from '../wire/refused.ts';
import type { Statement } from '../wire/statement.ts';
import type { Copy } from './sign-credential.ts';

/**
 * Each key gets a place in a status list that the bff has kept free for it: proofing, which remembers nothing, could hand out
 * the same one twice. The bff gives none for an identity that is suspended.
 */
export function copiesFor(holderKeys: readonly JWK[], { statuses = [] }: Statement): Copy[] {
  return holderKeys.map((holderKey, at) => {
    const status = statuses[at];
    if (status === undefined) throw new Refused('statement_not_accepted');
    return { holderKey, status };
  });
}
