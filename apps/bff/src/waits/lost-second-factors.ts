import { and, eq, gt, gte, inArray, sql } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { SecondFactorKind } from '@signet/contracts/sign-in';
import { secondFactorsOf } from '../accounts.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { accounts, authenticators, vaults, vaultSlots, waits } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { findBrowser } from '../keys/browser-of.ts';
import { notify } from '../mail/notify.ts';
import { tellAgencies } from '../signals/queue-signal.ts';
import { forSecondFactor, type Wait } from './waits.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;
type From = Pick<Call, 'device'>;

const confirmed = (kinds: readonly Wait['kind'][]) =>
  builtOnce((db) =>
    db
      .select({ id: waits.id, kind: waits.kind, begunAt: waits.begunAt })
      .from(waits)
      .where(
        and(
          eq(waits.accountId, sql.placeholder('accountId')),
          inArray(waits.kind, kinds),
          eq(waits.confirmedBy, sql.placeholder('browser')),
          gt(waits.endsAt, sql.placeholder('now')),
        ),
      )
      .prepare(),
  );
/** What lets somebody in without a second factor, by what was proved: not mail alone where the password was to be asked for (AUTH-21). */
const confirmedFor = {
  secret: confirmed(forSecondFactor),
  mail: confirmed(['everything-lost']),
};

/** The wait for new second factors that was confirmed in this browser, as long as it is open and nobody stopped it. */
function confirmedWait(
  bff: Bff,
  tx: Pick<Tx, 'select'>,
  accountId: AccountId,
  { device }: From,
  proved: keyof typeof confirmedFor,
): Pick<Wait, 'id' | 'kind' | 'begunAt'> | undefined {
  const now = bff.now();
  const find = (browser: string) => confirmedFor[proved](tx).get({ accountId, browser, now });
  return findBrowser(accountId, device, find);
}

const guarding = builtOnce((db) =>
  db
    .select({ guardedSince: accounts.guardedSince })
    .from(accounts)
    .where(eq(accounts.id, sql.placeholder('accountId')))
    .prepare(),
);

/** Whoever never had a second factor chooses the first. One that had and has none is not anybody's who knows the password. */
function hadNone(tx: Pick<Tx, 'select'>, accountId: AccountId): boolean {
  return guarding(tx).get({ accountId })?.guardedSince == null;
}

/** Whether a second factor may be chosen without proving one: the first of all, or another where every one was lost. */
export function mayChoose(
  bff: Bff,
  tx: Pick<Tx, 'select'>,
  accountId: AccountId,
  from: From,
  proved: keyof typeof confirmedFor = 'secret',
): boolean {
  return hadNone(tx, accountId) || confirmedWait(bff, tx, accountId, from, proved) !== undefined;
}

/** What comes after the first factor: the second ones that there are, or the choice of one, until which the old ones stay. */
export function afterFirstFactor(
  bff: Bff,
  tx: Pick<Tx, 'select'>,
  accountId: AccountId,
  from: From,
  proved: keyof typeof confirmedFor,
): { readonly stage: 'enrolling' | 'first-factor'; readonly secondFactors: SecondFactorKind[] } {
  return mayChoose(bff, tx, accountId, from, proved)
    ? { stage: 'enrolling', secondFactors: [] }
    : { stage: 'first-factor', secondFactors: secondFactorsOf({ db: tx }, accountId) };
}

/** In the transaction that adds another one, before it is written: those that were lost come off, and the wait is over. */
export function takeOffLost(bff: Bff, tx: Tx, accountId: AccountId, from: From): void {
  const wait = confirmedWait(bff, tx, accountId, from, 'secret');
  if (wait === undefined) return;
  tx.delete(waits).where(eq(waits.id, wait.id)).run();
  tx.delete(authenticators).where(eq(authenticators.accountId, accountId)).run();
  shutPasskeysOut(tx, accountId);
  // Where the password was known nothing was reset, and what the owner changed meanwhile is theirs.
  if (wait.kind === 'everything-lost') noteReset(bff, tx, accountId, wait.begunAt);
  recordEvent(tx, bff.now(), 'second-factors.taken-off', accountId, {});
  notify(bff, tx, accountId, 'second-factors-taken-off', 'recover');
  tellAgencies(bff, tx, accountId, 'recovery-activated');
}

/** A passkey signs in no more, but whoever finds it and has a copy of the vault opens that: new locks come first. */
function shutPasskeysOut(tx: Pick<Tx, 'select' | 'update'>, accountId: AccountId): void {
  const slot = tx
    .select({ slotId: vaultSlots.slotId })
    .from(vaultSlots)
    .where(and(eq(vaultSlots.accountId, accountId), eq(vaultSlots.kind, 'passkey')))
    .get();
  if (slot === undefined) return;
  tx.update(accounts).set({ locksDue: true }).where(eq(accounts.id, accountId)).run();
}

/**
 * A reset ends with the sign-in that chooses a second factor after it: what it made, the recovery key too, is later than that sign-in's
 * notice, so that "this wasn't me" reaches it (AUTH-22). Nothing else changes the slots from its beginning on. Answers with whether there
 * was a reset.
 */
export function noteReset(
  { now }: Pick<Bff, 'now'>,
  tx: Pick<Tx, 'update'>,
  accountId: AccountId,
  begunAt: number,
): boolean {
  const changed = tx
    .update(vaults)
    .set({ slotsChangedAt: now() })
    .where(and(eq(vaults.accountId, accountId), gte(vaults.slotsChangedAt, begunAt)))
    .run();
  if (changed.changes === 0) return false;
  tx.update(accounts)
    .set({ recoveryKeyMadeAt: now() })
    .where(and(eq(accounts.id, accountId), gte(accounts.recoveryKeyMadeAt, begunAt)))
    .run();
  return true;
}
