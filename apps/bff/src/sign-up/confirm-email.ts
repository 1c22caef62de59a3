import { and, eq, gt, isNull } from 'drizzle-orm';
import type { signUpOperations } from '@signet/contracts/sign-up';
import { accountOf, openEmail } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import { signUps } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { startSession } from '../http/session.ts';
import { tokenHash } from '../keys/keyed-digest.ts';

/** AUTH-9: the link works once. The conditional write is the redemption. */
export const confirmEmail: Verb<typeof signUpOperations.confirmEmail> = async (
  bff,
  { token },
  call,
) => {
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const redeemed = tx
      .update(signUps)
      .set({ redeemedAt: now })
      .where(
        and(
          eq(signUps.tokenHash, tokenHash(token)),
          isNull(signUps.redeemedAt),
          gt(signUps.expiresAt, now),
        ),
      )
      .returning()
      .get();
    if (redeemed === undefined) return refuse('link_expired');
    // Two links may have been asked for; the account belongs to whoever finished first.
    if (accountOf({ db: tx, keys: bff.keys }, redeemed.emailIndex).exists)
      return refuse('link_expired');
    const { cookie } = startSession(
      tx,
      now,
      {
        stage: 'sign-up',
        accountId: null,
        signUpId: redeemed.id,
        methods: '',
        secretProvedAt: null,
      },
      call.session,
    );
    recordEvent(tx, now, 'sign-up.email-confirmed', null, {});
    call.setCookie(cookie);
    return {
      ok: true as const,
      value: {
        email: openEmail(bff, redeemed.emailSealed),
        accountId: redeemed.accountId,
        passwordSlotId: redeemed.passwordSlotId,
      },
    };
  });
};
