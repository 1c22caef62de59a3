import { and, eq, gt, isNull } from 'drizzle-orm';
import type { signUpOperations } from '@signet/contracts/sign-up';
import { accountOf, openEmail } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { signUps } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { startSession } from '../http/session.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newId } from '../keys/new-id.ts';

const most = 10;

/**
 * AUTH-9: programs that look through e-mail open links too, and must not use one up. So whoever opens it has a sign-up of their own, and
 * the account belongs to whoever chooses a password first; with that the link ends.
 */
export const confirmEmail: Verb<typeof signUpOperations.confirmEmail> = async (
  bff,
  { token },
  call,
) => {
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const redeemed = signUpOf(tx, token, now);
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

/** The first to open a link has the sign-up that was begun; whoever comes later, one beside it, with identifiers of its own. */
function signUpOf(tx: Pick<Bff['db'], 'select' | 'insert' | 'update'>, token: string, now: number) {
  const isLink = and(eq(signUps.tokenHash, tokenHash(token)), gt(signUps.expiresAt, now));
  const first = tx
    .update(signUps)
    .set({ redeemedAt: now })
    .where(and(isLink, isNull(signUps.redeemedAt)))
    .returning()
    .get();
  if (first !== undefined) return first;
  const begun = tx.select().from(signUps).where(isLink).get();
  if (begun === undefined) return undefined;
  for (let nth = 2; nth <= most; nth += 1) {
    const another = tx
      .insert(signUps)
      .values({
        ...begun,
        id: newId('sup'),
        // Of no token: this only counts.
        tokenHash: tokenHash(`${token}\0${nth}`),
        accountId: newId('sub'),
        passwordSlotId: newId('slt'),
        redeemedAt: now,
      })
      .onConflictDoNothing()
      .returning()
      .get();
    if (another !== undefined) return another;
  }
  return undefined;
}
