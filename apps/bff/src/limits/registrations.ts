import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { countEach } from './count-each.ts';
import { guessedFrom } from './guesses.ts';

/**
 * AUTH-4: how often a new password is begun, apart for each `browser` that the account knows: whoever has one session keeps nobody in
 * another browser from it. Says when again if that was too often.
 */
export function countRegistration(bff: Bff, accountId: AccountId, browser: string | undefined) {
  const subject = browser === undefined ? accountId : guessedFrom.device(browser);
  return bff.db.transaction((tx) => countEach(bff, tx, [['new-password', subject]]));
}
