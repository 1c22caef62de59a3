import { and, eq, inArray, isNotNull, or } from 'drizzle-orm';
import type { accountOperations } from '@signet/contracts/account';
import { invalidateCredentials } from '../credential-status/change-status.ts';
import { credentialOwner } from '../credential-status/owner.ts';
import { identitySuspensions } from '../credential-status/schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { accounts, auditEvents, emails, loginAttempts, signUps } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { provedLately } from '../http/proved-lately.ts';
import { refuse } from '../http/refusal.ts';
import { endSession } from '../http/session.ts';
import { emptyLog } from '../db/empty-log.ts';
import { forgetOwner } from '../oidc/owner.ts';
import { notify } from '../mail/notify.ts';
import { keepDisowned } from '../identity/identities.ts';
import { keepNotices } from '../identity/orphaned-notices.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { forgetLimits } from './forget-limits.ts';

/**
 * AUTH-12: real deletion. The rows go with the account's, by foreign keys; `secure_delete` overwrites what they held, and the
 * write-ahead log is emptied before the answer is given, or as soon as nobody reads it. What notices of proofing need goes on, sealed
 * under their links (PROOF-22). Backups can no longer be opened (AUTH-25).
 */
export const deleteAccount: Verb<typeof accountOperations.deleteAccount> = async (
  bff,
  _input,
  call,
) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  if (!provedLately(bff, session)) return refuse('unlock_required');
  const { accountId } = session;
  // No backup is to be read any more, whatever comes next.
  bff.backupKeys.forgetAccount(accountId);
  bff.db.transaction((tx) => {
    // An address that was not confirmed is somebody else's, and so is its sign-up.
    const indexes = tx
      .select({ emailIndex: emails.emailIndex })
      .from(emails)
      .where(and(eq(emails.accountId, accountId), isNotNull(emails.confirmedAt)));
    const theirs = or(eq(signUps.accountId, accountId), inArray(signUps.emailIndex, indexes));
    tx.delete(signUps).where(theirs).run();
    notify(bff, tx, accountId, 'account-deleted', '');
    tellAgencies(bff, tx, accountId, 'account-purged');
    forgetOwner(bff, tx, accountId);
    invalidateCredentials(bff, tx, accountId);
    tx.delete(identitySuspensions)
      .where(eq(identitySuspensions.ownerDigest, credentialOwner(bff, accountId)))
      .run();
    forgetLimits(bff, tx, accountId, call.source);
    tx.delete(loginAttempts).where(eq(loginAttempts.accountId, accountId)).run();
    call.setCookie(endSession(tx, bff.now(), session));
    tx.delete(auditEvents).where(eq(auditEvents.accountId, accountId)).run();
    keepDisowned(tx, accountId, bff.now());
    keepNotices(tx, accountId, bff.now());
    tx.delete(accounts).where(eq(accounts.id, accountId)).run();
    recordEvent(tx, bff.now(), 'account.deleted', null, {});
  });
  // One that was made meanwhile found the account still there, and gave it a new key.
  bff.backupKeys.forgetAccount(accountId);
  emptyLog(bff.db);
  return { ok: true, value: {} };
};
