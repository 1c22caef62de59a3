import { and, eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Language } from '@signet/contracts/languages';
import type { secondFactorOperations } from '@signet/contracts/second-factors';
import type { signInOperations } from '@signet/contracts/sign-in';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { authenticators } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import type { SignedInSession } from '../http/session.ts';
import { newId } from '../keys/new-id.ts';
import { openText, sealText, type SealedText } from '../keys/seal-text.ts';
import { countEach } from '../limits/count-each.ts';
import { guessedFrom } from '../limits/guesses.ts';
import { added, makeRoom, mayPut, ownSession } from './add-second-factor.ts';
import { codeGuesser, codesRefused, countWrongCode } from './code-limits.ts';
import { completeSignIn } from './complete-sign-in.ts';
import { forgetTextCode, keepTextCode, newTextCode, redeemTextCode } from './text-codes.ts';
import { instant } from '../instant.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;

const onTheWay = (session: SignedInSession) => `text_codes.phone_sealed/${session.idHash}`;
const ofAuthenticator = (id: string) => `authenticators.phone_sealed/${id}`;

function phoneOf(tx: Pick<Tx, 'select'>, accountId: AccountId) {
  return tx
    .select({ id: authenticators.id, sealed: authenticators.phoneSealed })
    .from(authenticators)
    .where(and(eq(authenticators.accountId, accountId), eq(authenticators.kind, 'sms')))
    .get();
}

/** The two digits by which an owner knows the number again. */
export function endingOf({ keys }: Pick<Bff, 'keys'>, id: string, sealed: SealedText): string {
  return openText(keys.secret('contactSealing'), ofAuthenticator(id), sealed).slice(-2);
}

const said: Readonly<Record<Language, (code: string) => string>> = {
  en: (code) =>
    `${code} is your Signet code. It expires in 10 minutes. Give it to nobody who calls or writes to you.`,
  es: (code) =>
    `${code} es su código de Signet. Vence en 10 minutos. No se lo dé a nadie que le llame o le escriba.`,
};

/** The last line lets a browser fill the code in at this site, and at no other. https://wicg.github.io/sms-one-time-codes/ */
function words({ config }: Pick<Bff, 'config'>, { language, code }: Sent): string {
  return `${said[language](code)}\n\n@${new URL(config.issuer).hostname} #${code}`;
}

/** Hands a kept code over to the carrier; one that is not on its way is forgotten. */
async function deliver(bff: Bff, session: SignedInSession, sent: Sent) {
  const outcome = await bff.sendText(sent.phone, words(bff, sent));
  if (outcome === 'accepted') return undefined;
  forgetTextCode(bff.db, session, sent.purpose);
  return refuse(outcome === 'undeliverable' ? 'phone_unreachable' : 'temporarily_unavailable');
}

type Sent = {
  readonly purpose: 'add-phone' | 'sign-in';
  readonly phone: string;
  readonly code: string;
  /** What the page speaks that asked for it. */
  readonly language: Language;
};

/** AUTH-23: a number counts when a code that was sent there came back. */
export const beginPhone: Verb<typeof secondFactorOperations.beginPhone> = async (
  bff,
  { number },
  call,
) => {
  const session = ownSession(call);
  if (session === undefined) return refuse('signed_out');
  const forbidden = mayPut(bff, bff.db, session, 'sms', call);
  if (forbidden !== undefined) return refuse(forbidden.type);
  const code = newTextCode();
  const phoneSealed = sealText(bff.keys.secret('contactSealing'), onTheWay(session), number);
  const kept = bff.db.transaction((tx) => {
    // The number's own limit keeps strangers from being written to; it never stands before a sign-in.
    const forbidden = countEach(bff, tx, [
      ['text-source', call.source],
      ['text-account', session.accountId],
      ['text-new-number', number],
    ]);
    return forbidden ?? keepTextCode(bff, tx, session, 'add-phone', code, { phoneSealed });
  });
  if (typeof kept !== 'number') return kept;
  const { language } = call;
  const sent = { purpose: 'add-phone', phone: number, code, language } as const;
  const failed = await deliver(bff, session, sent);
  return failed ?? { ok: true, value: { expiresAt: instant(kept) } };
};

/** A new number takes the place of the old one; every address is told. */
export const finishPhone: Verb<typeof secondFactorOperations.finishPhone> = async (
  bff,
  { code },
  call,
) => {
  const session = ownSession(call);
  if (session === undefined) return refuse('signed_out');
  const forbidden = mayPut(bff, bff.db, session, 'sms', call);
  if (forbidden !== undefined) return refuse(forbidden.type);
  const { accountId } = session;
  const now = bff.now();
  const sealing = bff.keys.secret('contactSealing');
  return bff.db.transaction((tx) => {
    const redeemed = redeemTextCode(bff, tx, session, 'add-phone', code);
    if (
      redeemed.result === 'expired' ||
      (redeemed.result === 'right' && redeemed.row.phoneSealed === null)
    )
      return refuse('code_expired');
    if (redeemed.result === 'wrong')
      return refuse('wrong_code', { attemptsLeft: redeemed.triesLeft });
    const noRoom = makeRoom(bff, tx, session, 'sms', call);
    if (noRoom !== undefined) return noRoom;
    const id = newId('atn');
    const number = openText(sealing, onTheWay(session), redeemed.row.phoneSealed as SealedText);
    const before = phoneOf(tx, accountId);
    if (before !== undefined) {
      tx.delete(authenticators).where(eq(authenticators.id, before.id)).run();
      recordEvent(tx, now, 'authenticator.removed', accountId, { kind: 'sms' });
    }
    tx.insert(authenticators)
      .values({
        id,
        accountId,
        kind: 'sms',
        counter: 0,
        transports: '[]',
        phoneSealed: sealText(sealing, ofAuthenticator(id), number),
        lastStep: 0,
        createdAt: now,
        lastUsedAt: now,
      })
      .run();
    added(bff, tx, session, 'sms', call);
    return { ok: true as const, value: {} };
  });
};

export const sendTextCode: Verb<typeof signInOperations.sendTextCode> = async (
  bff,
  _input,
  call,
) => {
  const session = ownSession(call);
  if (session === undefined) return refuse('signed_out');
  const found = phoneOf(bff.db, session.accountId);
  if (found?.sealed == null) return refuse('not_found');
  const { id, sealed } = found;
  const phone = openText(bff.keys.secret('contactSealing'), ofAuthenticator(id), sealed);
  const code = newTextCode();
  const kept = bff.db.transaction((tx) => {
    const guesser = codeGuesser(bff, tx, session.accountId, call);
    const isKnown = guesser !== guessedFrom.account(session.accountId);
    // Whoever made many browsers known is sent no more by that, and who knows the password no more than so many a day; strangers take
    // none of the owner's (AUTH-4).
    const together = isKnown ? 'text-known-browsers' : 'text-elsewhere';
    const forbidden = countEach(bff, tx, [
      ['text-account', guesser],
      [together, session.accountId],
    ]);
    return forbidden ?? keepTextCode(bff, tx, session, 'sign-in', code, { authenticatorId: id });
  });
  if (typeof kept !== 'number') return kept;
  const { language } = call;
  const failed = await deliver(bff, session, { purpose: 'sign-in', phone, code, language });
  return failed ?? { ok: true, value: { phoneEnding: phone.slice(-2), expiresAt: instant(kept) } };
};

/** AUTH-6, AUTH-23: the deletion is what accepts a code; a new code forgives no wrong one (SP 800-63B-4 §3.1.3.2). */
export const submitTextCode: Verb<typeof signInOperations.submitTextCode> = async (
  bff,
  { code },
  call,
) => {
  const session = ownSession(call);
  if (session === undefined) return refuse('signed_out');
  const { accountId } = session;
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const refused = codesRefused(bff, tx, accountId, call);
    if (refused !== undefined) return refused;
    const redeemed = redeemTextCode(bff, tx, session, 'sign-in', code);
    if (redeemed.result === 'expired') return refuse('code_expired');
    if (redeemed.result === 'wrong') {
      const left = countWrongCode(bff, tx, accountId, 'sms', call);
      return refuse('wrong_code', { attemptsLeft: Math.min(left, redeemed.triesLeft) });
    }
    tx.update(authenticators)
      .set({ lastUsedAt: now })
      .where(eq(authenticators.id, redeemed.row.authenticatorId ?? ('' as never)))
      .run();
    completeSignIn(bff, tx, session, 'sms', call);
    return { ok: true as const, value: {} };
  });
};
