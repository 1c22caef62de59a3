import { and, asc, eq, gt, gte, isNotNull, isNull } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { openEmail } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { accounts, authenticators, disavowals, emails, vaults } from '../db/schema.ts';
import { renewNotices } from '../identity/notice-of-proofing.ts';
import { forgetGuessesAt } from '../limits/guesses.ts';
import type { Letter, TakenBack } from '../mail/letters.ts';
import { writtenToIn } from '../mail/language-of.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { waitsToBeShown } from '../recovery-key.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { stopWaits } from '../waits/waits.ts';
import { bringBackRemoved } from './removed-addresses.ts';

/** What a sign-in itself added is written just before its notice, in one transaction; what the owner added seconds before stays. */
const aMomentMs = 1_000;

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;

/**
 * AUTH-22: what opens the account and was added since a sign-in that was not the owner's is taken back, whoever added it, and addresses
 * that were removed since come back; answers with what that was. An account that is left without any second factor waits a day for another one (AUTH-21).
 */
export function takeBackSince(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  disavowed: { readonly since: number },
): Pick<Letter, 'takenBack' | 'broughtBack'> {
  const since = disavowed.since - aMomentMs;
  const factors = tx
    .delete(authenticators)
    .where(and(eq(authenticators.accountId, accountId), gte(authenticators.createdAt, since)))
    .returning({ kind: authenticators.kind })
    .all();
  for (const { kind } of factors)
    recordEvent(tx, bff.now(), 'authenticator.removed', accountId, { kind });
  // Before others are taken: it may be the only one of the owner's.
  const broughtBack = bringBackRemoved(bff, tx, accountId, since) > 0;
  const addresses = takeAddresses(bff, tx, accountId, since, { ...disavowed, broughtBack });
  const key = takeSlots(bff, tx, accountId, since);
  // A reset may have left none, and the right password would choose the first one of all.
  tx.update(accounts)
    .set({ guardedSince: bff.now() })
    .where(and(eq(accounts.id, accountId), isNull(accounts.guardedSince)))
    .run();
  if (factors.length > 0 || broughtBack)
    tellAgencies(bff, tx, accountId, 'recovery-information-changed');
  const takenBack = new Set<TakenBack>([
    ...factors.map(({ kind }) => kind),
    ...(addresses > 0 ? (['address'] as const) : []),
    ...(key ? (['recovery-key'] as const) : []),
  ]);
  return { takenBack: [...takenBack], broughtBack };
}

/** Confirmed ones; how many. The oldest one stays if there is no other, as an account has one. */
function takeAddresses(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  since: number,
  disavowed: { readonly since: number; readonly broughtBack: boolean },
): number {
  const own = tx
    .select()
    .from(emails)
    .where(and(eq(emails.accountId, accountId), isNotNull(emails.confirmedAt)))
    .orderBy(asc(emails.createdAt))
    .all();
  const isNew = (one: (typeof own)[number]) =>
    one.createdAt >= since || (one.confirmedAt ?? 0) >= since;
  const kept = own.some((one) => !isNew(one)) ? own.filter((one) => !isNew(one)) : own.slice(0, 1);
  const taken = own.filter((one) => !kept.includes(one));
  const [first] = kept;
  if (taken.length === 0 || first === undefined) return 0;
  // It may be their owner's who moved away from one that somebody else reads: they hear what happened, and how they have it back.
  const letter = {
    kind: 'address-taken-off',
    link: `${bff.config.issuer}/sign-in`,
    broughtBack: disavowed.broughtBack,
  } as const;
  const language = writtenToIn(tx, accountId);
  for (const { id, emailIndex, emailSealed, isPrimary } of taken) {
    queueMail(bff, tx, openEmail(bff, emailSealed), letter, language);
    tx.delete(emails).where(eq(emails.id, id)).run();
    if (isPrimary) tx.update(emails).set({ isPrimary: true }).where(eq(emails.id, first.id)).run();
    forgetGuessesAt(bff, tx, emailIndex);
    recordEvent(tx, bff.now(), 'email.removed', accountId, {});
  }
  // They got the links of what is waited for, of notices of proofing, and those of later sign-ins (AUTH-19).
  renewNotices(bff, tx, accountId, Math.min(...taken.map((one) => one.confirmedAt ?? bff.now())));
  stopWaits(bff, tx, accountId);
  tx.delete(disavowals)
    .where(and(eq(disavowals.accountId, accountId), gt(disavowals.since, disavowed.since)))
    .run();
  tellAgencies(bff, tx, accountId, 'identifier-changed');
  return taken.length;
}

/**
 * Whether a recovery key was among them that somebody was shown. One that waits to be shown goes however old it is: whoever opened the
 * vault may have read it, and nobody wrote it down; so does one that was shown since, whoever took its record away. A slot, and that of such
 * a key, is shut out by a new root key alone, which only the browser can make.
 */
function takeSlots(bff: Bff, tx: Tx, accountId: AccountId, since: number): boolean {
  const found = tx
    .select({
      slotsChangedAt: vaults.slotsChangedAt,
      madeAt: accounts.recoveryKeyMadeAt,
      shownAt: accounts.recoveryKeyShownAt,
    })
    .from(vaults)
    .innerJoin(accounts, eq(accounts.id, vaults.accountId))
    .where(eq(vaults.accountId, accountId))
    .get();
  if (found === undefined) return false;
  const isSince = (at: number | null) => at !== null && at >= since;
  const waits = waitsToBeShown({ db: tx }, accountId);
  const keyGoes =
    found.madeAt !== null && (waits || isSince(found.madeAt) || isSince(found.shownAt));
  const changed = isSince(found.slotsChangedAt);
  if (!changed && !keyGoes) return false;
  // Whoever reset the account by mail alone has another second factor to choose, as long as the second wait goes on (AUTH-21).
  if (changed) stopWaits(bff, tx, accountId);
  tx.update(accounts)
    .set({ locksDue: true, ...(keyGoes ? noKey : {}) })
    .where(eq(accounts.id, accountId))
    .run();
  return keyGoes && !waits;
}

const noKey = {
  recoveryProofDigest: null,
  recoveryKeyMadeAt: null,
  recoveryKeyShownAt: null,
  recoveryKeyCheckedAt: null,
};
