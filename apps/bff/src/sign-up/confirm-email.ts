import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
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
/** Of no token but the first: the others only count. */
const countersOf = (token: string) =>
  Array.from({ length: most }, (_, at) => tokenHash(at === 0 ? token : `${token}\0${at + 1}`));

/**
 * AUTH-9: programs that look through e-mail open links too, and must not use one up. So whoever opens it has a sign-up of their own, and
 * keeps it however often the page is loaded; the account belongs to whoever chooses a password first; with that the link ends. Anybody may
 * send somebody a link of their own: it ends no session of an account, and whoever is signed in signs out first.
 */
export const confirmEmail: Verb<typeof signUpOperations.confirmEmail> = async (
  bff,
  { token },
  call,
) => {
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const begun = signUpBegun(tx, token, now);
    // Two links may have been asked for; the account belongs to whoever finished first.
    if (begun === undefined || accountOf({ db: tx, keys: bff.keys }, begun.emailIndex).exists)
      return refuse('link_expired');
    if (call.session !== undefined && call.session.accountId !== null)
      return refuse('signed_in_already');
    const own = ownSignUp(tx, token, call.session?.signUpId ?? '', now);
    const redeemed = own ?? signUpOf(tx, token, begun, now);
    if (redeemed === undefined) return refuse('link_expired');
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
    if (own === undefined) recordEvent(tx, now, 'sign-up.email-confirmed', null, {});
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

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update'>;

/** What this session began by the same link, as long as that lives. */
function ownSignUp(tx: Tx, token: string, id: string, now: number) {
  return tx
    .select()
    .from(signUps)
    .where(
      and(
        eq(signUps.id, id),
        inArray(signUps.tokenHash, countersOf(token)),
        gt(signUps.expiresAt, now),
      ),
    )
    .get();
}

type SignUp = typeof signUps.$inferSelect;

/** What the link was sent for, as long as it lives. */
function signUpBegun(tx: Tx, token: string, now: number) {
  return tx
    .select()
    .from(signUps)
    .where(and(eq(signUps.tokenHash, tokenHash(token)), gt(signUps.expiresAt, now)))
    .get();
}

/** The first to open a link has the sign-up that was begun; whoever comes later, one beside it, with identifiers of its own. */
function signUpOf(tx: Tx, token: string, begun: SignUp, now: number) {
  const first = tx
    .update(signUps)
    .set({ redeemedAt: now })
    .where(and(eq(signUps.id, begun.id), isNull(signUps.redeemedAt)))
    .returning()
    .get();
  if (first !== undefined) return first;
  for (const counter of countersOf(token).slice(1)) {
    const another = tx
      .insert(signUps)
      .values({
        ...begun,
        id: newId('sup'),
        tokenHash: counter,
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
