import { and, eq, isNotNull } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { recordEvent } from './audit/record-event.ts';
import type { Bff } from './bff.ts';
import { accounts, vaultRecords } from './db/schema.ts';

/** The record that holds a key that was made with its vault, until its owner shows that it is written down. */
export const keyToShow = 'recovery-key-to-show';

/** Whether the recovery key still waits in the vault to be shown. */
export function waitsToBeShown(
  { db }: { readonly db: Pick<Bff['db'], 'select'> },
  accountId: AccountId,
): boolean {
  const record = db
    .select({ purpose: vaultRecords.purpose })
    .from(vaultRecords)
    .where(and(eq(vaultRecords.accountId, accountId), eq(vaultRecords.purpose, keyToShow)))
    .get();
  return record !== undefined;
}

/** The record that held it goes when whoever opened the vault has shown that what they wrote down is right. */
export function noteKeyShown(
  tx: Pick<Bff['db'], 'insert' | 'update'>,
  now: number,
  accountId: AccountId,
): void {
  if (noteKeyChecked(tx, now, accountId))
    tx.update(accounts).set({ recoveryKeyShownAt: now }).where(eq(accounts.id, accountId)).run();
}

/** Its owner saw that what is written down is right (AUTH-24). Answers with whether there is a key to be right. */
export function noteKeyChecked(
  tx: Pick<Bff['db'], 'insert' | 'update'>,
  now: number,
  accountId: AccountId,
): boolean {
  const noted = tx
    .update(accounts)
    .set({ recoveryKeyCheckedAt: now })
    .where(and(eq(accounts.id, accountId), isNotNull(accounts.recoveryKeyMadeAt)))
    .run();
  if (noted.changes === 0) return false;
  recordEvent(tx, now, 'recovery-key.checked', accountId, {});
  return true;
}
