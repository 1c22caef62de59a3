import { and, eq, gt } from 'drizzle-orm';
import type { proofingOperations } from '@signet/contracts/proofing';
import type { AccountId, ApplicationId } from '@signet/contracts/ids';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { accounts, identityNotices, sessions } from '../db/schema.ts';
import { invalidateCredentials } from '../credential-status/change-status.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { endSessions } from '../http/session.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { notify } from '../mail/notify.ts';
import { disownIdentity, unlookedAtAccountOf } from '../identity/identities.ts';
import { disownByOrphan } from '../identity/orphaned-notices.ts';
import { forgetOwner } from '../oidc/owner.ts';
import { leaveApplications } from './leave-applications.ts';
import { tellAgencies } from '../signals/queue-signal.ts';

/**
 * PROOF-22: "this wasn't me". The identity is frozen: nothing more is issued on what was proved and nothing released, tokens and
 * what waits for an agency are dropped, the copies are invalid for agencies that look, and everyone is signed out. Agencies that know
 * the person are told (AGENCY-11). Whoever proves themselves anew, and whom two operators let pass, lifts it, here or, if it was never their account, in one of
 * their own. Where the account was deleted first, whoever proves to be its person is looked at likewise, and one that was proved for that
 * person before the link was pressed is frozen, unless the link went by e-mail: those addresses were the stranger's.
 */
export const disavowIdentity: Verb<typeof proofingOperations.disavowIdentity> = async (
  bff,
  { token },
) => {
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const notice = tx
      .delete(identityNotices)
      .where(
        and(eq(identityNotices.tokenHash, tokenHash(token)), gt(identityNotices.expiresAt, now)),
      )
      .returning()
      .get();
    if (notice !== undefined) {
      freeze(bff, tx, notice.accountId, notice.applicationId);
      return { ok: true as const, value: { accountIsGone: false } };
    }
    const orphan = disownByOrphan(tx, token, now);
    if (orphan === undefined) return refuse('link_expired');
    const another = orphan.byMail ? undefined : unlookedAtAccountOf(tx, orphan.ssnIndex);
    if (another !== undefined) freeze(bff, tx, another, null);
    return { ok: true as const, value: { accountIsGone: another === undefined } };
  });
};

function freeze(
  bff: Bff,
  tx: Parameters<Parameters<Bff['db']['transaction']>[0]>[0],
  accountId: AccountId,
  applicationId: ApplicationId | null,
): void {
  const now = bff.now();
  tx.delete(identityNotices).where(eq(identityNotices.accountId, accountId)).run();
  tx.update(accounts)
    .set({ frozenAt: now, verifiedAt: null })
    .where(eq(accounts.id, accountId))
    .run();
  disownIdentity(tx, accountId, now);
  leaveApplications(tx, accountId, now);
  endSessions(tx, now, 'session.ended', eq(sessions.accountId, accountId));
  forgetOwner(bff, tx, accountId);
  invalidateCredentials(bff, tx, accountId);
  recordEvent(tx, now, 'identity.frozen', accountId, { applicationId });
  notify(bff, tx, accountId, 'identity-frozen', 'sign-in');
  tellAgencies(bff, tx, accountId, 'account-disabled');
}
