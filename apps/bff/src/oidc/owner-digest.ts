import type { Bff } from '../bff.ts';
import { keyedDigest, type KeyedDigest } from '../keys/keyed-digest.ts';

/** Whose a row of the engine is, for nobody but us. */
export function ownerDigest({ keys }: Pick<Bff, 'keys'>, accountId: string): KeyedDigest {
  return keyedDigest(keys.secret('oidcOwners'), 'owner', accountId);
}
