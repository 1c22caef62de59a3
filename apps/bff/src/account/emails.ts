import { and, count, desc, eq, gt, isNotNull, isNull, lte } from 'drizzle-orm';
import { emailLimit, type emailOperations } from '@signet/contracts/emails';
import type { AccountId, EmailId } from '@signet/contracts/ids';
import { accountOf, emailIndex, mainIndexOf, openEmail, sealEmail } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { emails } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { provedLately } from '../http/proved-lately.ts';
import { refuse } from '../http/refusal.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newId, newToken } from '../keys/new-id.ts';
import { renewNotices } from '../identity/notice-of-proofing.ts';
import { countChange } from '../limits/changes.ts';
import { countEach } from '../limits/count-each.ts';
import { forgetGuessesAt } from '../limits/guesses.ts';
import { useEach } from '../limits/use-each.ts';
import { writtenToIn } from '../mail/language-of.ts';
import { notify } from '../mail/notify.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { keepRemoved } from '../session/removed-addresses.ts';
import { renewDisavowals } from '../session/renew-disavowals.ts';
import { stopWaits, tellOfWaits } from '../waits/waits.ts';

const linkLivesMs = 24 * 60 * 60_000;

/** The main address stands first. */
export const readEmails: Verb<typeof emailOperations.readEmails> = async (
  bff,
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const rows = bff.db
    .select()
    .from(emails)
    .where(eq(emails.accountId, session.accountId))
    .orderBy(desc(emails.isPrimary), emails.createdAt)
    .all();
  return {
    ok: true,
    value: {
      emails: rows.map((row) => ({
        id: row.id,
        email: openEmail(bff, row.emailSealed),
        primary: row.isPrimary,
        confirmed: row.confirmedAt !== null,
        addedAt: new Date(row.createdAt).toISOString(),
      })),
    },
  };
};

/** AUTH-19: the address counts for nothing until its link was opened. */
export const addEmail: Verb<typeof emailOperations.addEmail> = async (bff, { email }, call) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  if (!provedLately(bff, session)) return refuse('unlock_required');
  const { accountId } = session;
  const now = bff.now();
  const index = emailIndex(bff, email);
  return bff.db.transaction((tx) => {
    const own = tx.select().from(emails).where(eq(emails.accountId, accountId)).all();
    const here = own.find((one) => one.emailIndex === index);
    if (here?.confirmedAt != null) return { ok: true as const, value: {} };
    if (here === undefined && own.length >= emailLimit) return refuse('limit_reached');
    const counting = { db: tx, key: bff.keys.secret('limitSubjects'), now };
    const tooOften = countEach(bff, tx, [['add-email', accountId]]);
    if (tooOften !== undefined) return tooOften;
    const token = newToken();
    if (here !== undefined) tx.delete(emails).where(eq(emails.id, here.id)).run();
    tx.insert(emails)
      .values({
        id: newId('eml'),
        accountId,
        emailIndex: index,
        emailSealed: sealEmail(bff, email),
        isPrimary: false,
        tokenHash: tokenHash(token),
        expiresAt: now + linkLivesMs,
        createdAt: now,
      })
      .run();
    // Beyond the limit of an address nothing is sent to it, and nobody is told. Strangers who sign up with it use none of this up.
    if (!useEach(counting, [['add-email-mail', index]]).ok) return { ok: true as const, value: {} };
    const { issuer } = bff.config;
    queueMail(
      bff,
      tx,
      email,
      accountOf({ db: tx, keys: bff.keys }, index).exists
        ? { kind: 'address-in-use', link: `${issuer}/sign-in` }
        : { kind: 'confirm-new-address', link: `${issuer}/confirm-address#token=${token}` },
      writtenToIn(tx, accountId, call.language),
    );
    return { ok: true as const, value: {} };
  });
};

/** The conditional write is the redemption; if two accounts claim an address, the first to confirm it has it. */
export const confirmAddress: Verb<typeof emailOperations.confirmAddress> = async (
  bff,
  { token },
) => {
  const now = bff.now();
  return bff.db.transaction((tx) => {
    const waiting = tx
      .select()
      .from(emails)
      .where(
        and(
          eq(emails.tokenHash, tokenHash(token)),
          isNull(emails.confirmedAt),
          gt(emails.expiresAt, now),
        ),
      )
      .get();
    if (waiting === undefined) return refuse('link_expired');
    if (accountOf({ db: tx, keys: bff.keys }, waiting.emailIndex).exists)
      return refuse('link_expired');
    tx.update(emails)
      .set({ confirmedAt: now, tokenHash: null, expiresAt: null })
      .where(eq(emails.id, waiting.id))
      .run();
    recordEvent(tx, now, 'email.added', waiting.accountId, {});
    notify(bff, tx, waiting.accountId, 'email-added', 'sign-in');
    tellOfWaits(bff, tx, waiting.accountId, openEmail(bff, waiting.emailSealed));
    tellAgencies(bff, tx, waiting.accountId, 'recovery-information-changed');
    return { ok: true as const, value: {} };
  });
};

export const makeEmailPrimary: Verb<typeof emailOperations.makeEmailPrimary> = async (
  bff,
  { id },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  if (!provedLately(bff, session)) return refuse('unlock_required');
  const { accountId } = session;
  return bff.db.transaction((tx) => {
    const chosen = tx
      .select({ many: count() })
      .from(emails)
      .where(and(ownAddress(accountId, id), isNotNull(emails.confirmedAt)))
      .get();
    if (chosen?.many !== 1) return refuse('not_found');
    const tooOften = countChange(bff, tx, accountId);
    if (tooOften !== undefined) return tooOften;
    forgetGuessesAt(bff, tx, mainIndexOf({ db: tx }, accountId));
    tx.update(emails).set({ isPrimary: false }).where(eq(emails.accountId, accountId)).run();
    tx.update(emails).set({ isPrimary: true }).where(ownAddress(accountId, id)).run();
    recordEvent(tx, bff.now(), 'email.made-primary', accountId, {});
    notify(bff, tx, accountId, 'email-made-primary', 'sign-in');
    tellAgencies(bff, tx, accountId, 'identifier-changed');
    return { ok: true as const, value: {} };
  });
};

export const removeEmail: Verb<typeof emailOperations.removeEmail> = async (bff, { id }, call) => {
  const { session } = call;
  if (session?.accountId == null) return refuse('signed_out');
  if (!provedLately(bff, session)) return refuse('unlock_required');
  const { accountId } = session;
  return bff.db.transaction((tx) => {
    const found = tx
      .select()
      .from(emails)
      .where(and(ownAddress(accountId, id), eq(emails.isPrimary, false)))
      .get();
    if (found === undefined) return refuse('not_found');
    // The letter goes to the removed address too, and is queued before it is gone.
    if (found.confirmedAt !== null) {
      notify(bff, tx, accountId, 'email-removed', 'sign-in');
      tellAgencies(bff, tx, accountId, 'identifier-changed');
      recordEvent(tx, bff.now(), 'email.removed', accountId, {});
      // It got the links of what is waited for, and whoever is here proved the password: nobody needs to wait (AUTH-21).
      stopWaits(bff, tx, accountId);
    }
    tx.delete(emails).where(eq(emails.id, found.id)).run();
    if (found.confirmedAt !== null) {
      keepRemoved(bff, tx, found, call);
      renewDisavowals(bff, tx, accountId, call, found);
      renewNotices(bff, tx, accountId, found.confirmedAt);
    }
    return { ok: true as const, value: {} };
  });
};

const ownAddress = (accountId: AccountId, id: EmailId) =>
  and(eq(emails.accountId, accountId), eq(emails.id, id));

/** An address whose link nobody opened is forgotten. */
export function forgetUnconfirmed(tx: Pick<Bff['db'], 'delete'>, at: number): void {
  tx.delete(emails)
    .where(and(isNull(emails.confirmedAt), lte(emails.expiresAt, at)))
    .run();
}
