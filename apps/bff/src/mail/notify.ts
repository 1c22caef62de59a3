import type { AccountId } from '@signet/contracts/ids';
import { addressesOf } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import type { Letter } from './letters.ts';
import { writtenToIn } from './language-of.ts';
import { queueMail } from './queue-mail.ts';

/** Tells the owner of an account at every address, in the caller's transaction, what was done with it. */
export function notify(
  bff: Pick<Bff, 'db' | 'keys' | 'now' | 'config'>,
  tx: Pick<Bff['db'], 'insert'>,
  accountId: AccountId,
  kind: Letter['kind'],
  page: string,
  more: Omit<Letter, 'kind' | 'link'> = {},
): void {
  const link = `${bff.config.issuer}/${page}`;
  const letter = { kind, link, ...more };
  const language = writtenToIn(bff.db, accountId);
  for (const address of addressesOf(bff, accountId)) queueMail(bff, tx, address, letter, language);
}
