import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { loginAttempts } from '../db/schema.ts';

/** A login that began with the old password carries its record with it: it would succeed for two minutes after another one was chosen. */
export function endAttempts(tx: Pick<Bff['db'], 'delete'>, accountId: AccountId): void {
  tx.delete(loginAttempts).where(eq(loginAttempts.accountId, accountId)).run();
}
