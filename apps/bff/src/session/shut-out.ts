import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { accounts, devices, sessions } from '../db/schema.ts';
import { endSessions } from '../http/session.ts';

/** Every session ends, every browser is a stranger again, and the next one to sign in chooses a password first (AUTH-22). */
export function shutOut(
  tx: Pick<Bff['db'], 'delete' | 'update' | 'insert'>,
  at: number,
  accountId: AccountId,
): void {
  endSessions(tx, at, 'session.ended', eq(sessions.accountId, accountId));
  tx.delete(devices).where(eq(devices.accountId, accountId)).run();
  tx.update(accounts).set({ passwordChangeDue: true }).where(eq(accounts.id, accountId)).run();
}
