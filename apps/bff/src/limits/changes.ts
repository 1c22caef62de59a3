import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { countEach } from './count-each.ts';

/**
 * AUTH-4: how often somebody signed in changes what is told to every address of theirs at once. Addresses take turns with
 * their letters (`queue-mail.ts`), and still who makes thousands, at many addresses, would keep everybody else's waiting. Says when again if that was too often.
 */
export function countChange(
  bff: Pick<Bff, 'keys' | 'now'>,
  tx: Pick<Bff['db'], 'select' | 'insert'>,
  accountId: AccountId,
) {
  return countEach(bff, tx, [['change-told', accountId]]);
}
