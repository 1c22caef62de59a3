import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { refuse } from '../http/refusal.ts';
import { guessedFrom } from './guesses.ts';
import { useEach } from './use-each.ts';

/**
 * AUTH-4: how often a new password is begun, apart for each `browser` that the account knows: whoever has one session keeps nobody in
 * another browser from it. Says when again if that was too often.
 */
export function countRegistration(bff: Bff, accountId: AccountId, browser: string | undefined) {
  const subject = browser === undefined ? accountId : guessedFrom.device(browser);
  return bff.db.transaction((tx) => {
    const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now: bff.now() };
    const counted = useEach(counting, [['new-password', subject]]);
    return counted.ok ? undefined : refuse('too_many_attempts', { retryAt: counted.error.retryAt });
  });
}
