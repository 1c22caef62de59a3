import type { AccountId } from '@signet/contracts/ids';
import { tokenHash } from './keyed-digest.ts';

/** One browser has one token and, in the database, another hash for every account: nobody sees there that two share a browser. */
export function browserOf(accountId: AccountId, token: string): string {
  return tokenHash(`${accountId}\0${token}`);
}
