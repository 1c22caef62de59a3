import { eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { forgetUnconfirmedOf } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { accounts, devices, pendingChanges, sessions } from '../db/schema.ts';
import { endAttempts } from '../http/end-attempts.ts';
import { endSessions } from '../http/session.ts';
import { forgetSubjects } from '../limits/forget-subjects.ts';
import { forgetGuesses } from '../limits/guesses.ts';
import { forgetOwner } from '../oidc/owner.ts';
import { forgetBrowsers } from './devices.ts';

/**
 * Every session ends, here and at agencies, with what was on its way to them, every sign-in that was begun, and every change of the
 * vault that was not committed, and every address that was not confirmed; every browser is a stranger again, and the next one to sign in chooses a password first (AUTH-22). What
 * was guessed by strangers is forgotten: the owner's browsers are counted with them from now on.
 */
export function shutOut(
  bff: Pick<Bff, 'keys' | 'now' | 'registry'>,
  tx: Pick<Bff['db'], 'select' | 'delete' | 'update' | 'insert'>,
  accountId: AccountId,
): void {
  forgetOwner(bff, tx, accountId);
  endAttempts(tx, accountId);
  endSessions(tx, bff.now(), 'session.ended', eq(sessions.accountId, accountId));
  forgetUnconfirmedOf(tx, accountId);
  tx.delete(pendingChanges).where(eq(pendingChanges.accountId, accountId)).run();
  // Before the browsers: what was guessed there is found by them alone.
  forgetGuesses(bff, tx, accountId);
  // Whoever was shut out may have used up what the owner may change.
  forgetSubjects(bff, tx, [accountId], ['change-told']);
  forgetBrowsers(bff, tx, eq(devices.accountId, accountId));
  tx.update(accounts).set({ passwordChangeDue: true }).where(eq(accounts.id, accountId)).run();
}
