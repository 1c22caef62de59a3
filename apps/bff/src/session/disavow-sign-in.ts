import { and, eq, gt } from 'drizzle-orm';
import type { sessionOperations } from '@signet/contracts/session';
import { recordEvent } from '../audit/record-event.ts';
import { disavowals } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { notify } from '../mail/notify.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { shutOut } from './shut-out.ts';
import { takeBackSince } from './take-back.ts';

/**
 * AUTH-22: "this wasn't me". Every session ends, every browser is a stranger again, what was added since goes, addresses that were
 * removed since are back, and the next one to sign in chooses a password.
 */
export const disavowSignIn: Verb<typeof sessionOperations.disavowSignIn> = async (
  bff,
  { token },
) => {
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const disavowed = tx
      .delete(disavowals)
      .where(and(eq(disavowals.tokenHash, tokenHash(token)), gt(disavowals.expiresAt, now)))
      .returning()
      .get();
    if (disavowed === undefined) return refuse('link_expired');
    const { accountId } = disavowed;
    shutOut(bff, tx, accountId);
    recordEvent(tx, now, 'sign-in.disavowed', accountId, {});
    const back = takeBackSince(bff, tx, accountId, disavowed);
    notify(bff, tx, accountId, 'sign-in-disavowed', 'sign-in', back);
    tellAgencies(bff, tx, accountId, 'credential-compromise');
    return { ok: true as const, value: {} };
  });
};
