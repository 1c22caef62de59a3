import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { openEmail } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { disavowals, emails } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import type { SealedText } from '../keys/seal-text.ts';
import { writtenToIn } from '../mail/language-of.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { knownBrowsers } from './devices.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'delete'>;

type Left = {
  readonly emailSealed: SealedText;
  readonly createdAt: number;
  readonly confirmedAt: number;
};

/**
 * An address is gone, and the links by which it could say "this wasn't me" end; others take their place at the addresses that are left. One
 * is about all that came after this browser, since the first of those sign-ins that the same addresses were told of. Links about this
 * browser, or about one that is known for longer, are renewed one by one, as they may be the owner's own, and only where an address is left
 * that was told of them and is older than the one that is gone, so that this one would not come back by them: no thief silences the notice
 * of themselves by keeping none but an address of their own, or one that nobody reads.
 */
export function renewDisavowals(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  call: Call,
  removed: { readonly createdAt: number },
): void {
  const here = knownBrowsers(tx, accountId, call.device).find(({ current }) => current);
  const left = confirmedOf(tx, accountId);
  const older = left.filter(({ createdAt }) => createdAt < removed.createdAt);
  const later = endSince(tx, accountId, here?.firstUsedAt ?? Infinity);
  const earlier = endSince(tx, accountId, Math.min(...older.map((one) => one.confirmedAt)));
  for (const one of earlier) renew(bff, tx, accountId, one, left);
  const byTold = Map.groupBy(later, ({ since }) => toldOf(left, since).length);
  for (const alike of byTold.values())
    renew(
      bff,
      tx,
      accountId,
      {
        since: Math.min(...alike.map((one) => one.since)),
        expiresAt: Math.max(...alike.map((one) => one.expiresAt)),
      },
      left,
    );
}

const toldOf = (left: readonly Left[], since: number) =>
  left.filter(({ confirmedAt }) => confirmedAt < since);

function confirmedOf(tx: Tx, accountId: AccountId): readonly Left[] {
  return tx
    .select()
    .from(emails)
    .where(and(eq(emails.accountId, accountId), isNotNull(emails.confirmedAt)))
    .orderBy(asc(emails.createdAt))
    .all()
    .map((one) => ({ ...one, confirmedAt: one.confirmedAt ?? Infinity }));
}

function endSince(tx: Tx, accountId: AccountId, from: number) {
  if (from === Infinity) return [];
  return tx
    .delete(disavowals)
    .where(and(eq(disavowals.accountId, accountId), gt(disavowals.since, from)))
    .returning()
    .all();
}

function renew(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  { since, expiresAt }: Pick<typeof disavowals.$inferSelect, 'since' | 'expiresAt'>,
  left: readonly Left[],
): void {
  if (expiresAt <= bff.now()) return;
  const token = newToken();
  tx.insert(disavowals)
    .values({ tokenHash: tokenHash(token), accountId, since, expiresAt })
    .run();
  const told = toldOf(left, since);
  const link = `${bff.config.issuer}/not-me#token=${token}`;
  const letter = { kind: 'new-device-link', link, since } as const;
  const language = writtenToIn(tx, accountId);
  // Nobody whose address came later hears of it, but the one that stays in any case, lest it reach nobody.
  for (const { emailSealed } of told.length > 0 ? told : left.slice(0, 1))
    queueMail(bff, tx, openEmail(bff, emailSealed), letter, language);
}
