import type { Bff } from '../bff.ts';
import { keyedDigest, type KeyedDigest } from '../keys/keyed-digest.ts';

/** Whose a place in a status list is: nobody who has only the database can tell. */
export function credentialOwner({ keys }: Pick<Bff, 'keys'>, accountId: string): KeyedDigest {
  return keyedDigest(keys.secret('credentialOwners'), 'credential', accountId);
}
