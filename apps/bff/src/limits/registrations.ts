import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { refuse } from '../http/refusal.ts';
import { useEach } from './use-each.ts';

/** AUTH-4: how often a new password is begun; says when again if that was too often. */
export function countRegistration(bff: Bff, accountId: AccountId) {
  return bff.db.transaction((tx) => {
    const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now: bff.now() };
    const counted = useEach(counting, [['new-password', accountId]]);
    return counted.ok ? undefined : refuse('too_many_attempts', { retryAt: counted.error.retryAt });
  });
}
