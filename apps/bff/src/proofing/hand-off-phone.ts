import { and, eq, gt, isNull } from 'drizzle-orm';
import type { handOffOperations } from '@signet/contracts/hand-off';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { applications, handOffs } from '../db/schema.ts';
import { handOffPhotographs } from './schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { setPhoneCookie, type Phone } from '../http/phone.ts';
import { refuse } from '../http/refusal.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import { allowance, useOne } from '../limits/count.ts';
import { isComplete, sidesOf } from './hand-off.ts';

/** PROOF-13: the link works once. What the phone gets for it is the name of the agency and the right to send photographs. */
export const redeemHandOff: Verb<typeof handOffOperations.redeemHandOff> = async (
  bff,
  { link, phoneKey },
  call,
) => {
  const now = bff.now();
  const counting = { db: bff.db, key: bff.keys.secret('limitSubjects'), now };
  const allowed = allowance(counting, 'hand-off-source', call.source);
  if (allowed.left === 0) return refuse('too_many_attempts', { retryAt: allowed.resetsAt ?? now });
  const token = newToken();
  const redeemed = bff.db.transaction((tx) => {
    const handOff = tx
      .update(handOffs)
      .set({ phoneHash: tokenHash(token), phoneKey: phoneKey ?? null })
      .where(
        and(
          eq(handOffs.linkHash, tokenHash(link)),
          isNull(handOffs.phoneHash),
          isNull(handOffs.stoppedAt),
          gt(handOffs.expiresAt, now),
        ),
      )
      .returning()
      .get();
    if (handOff === undefined) {
      useOne({ ...counting, db: tx }, 'hand-off-source', call.source);
      return undefined;
    }
    const application = applicationOf(tx, handOff);
    recordEvent(tx, now, 'hand-off.connected', application.accountId, {
      applicationId: application.id,
      ...call.client,
    });
    return { handOff, agencyClientId: application.agencyClientId };
  });
  if (redeemed === undefined) return refuse('link_expired');
  const { handOff, agencyClientId } = redeemed;
  call.setCookie(setPhoneCookie(token, Math.ceil((handOff.expiresAt - now) / 1_000)));
  const expiresAt = new Date(handOff.expiresAt).toISOString();
  return { ok: true, value: { id: handOff.id, agencyClientId, expiresAt } };
};

export const readHandOffKey: Verb<typeof handOffOperations.readHandOffKey> = async (
  _bff,
  _input,
  { phone },
) =>
  phone === undefined
    ? refuse('link_expired')
    : { ok: true, value: { computerKey: phone.computerKey } };

export const sendHandOffPhotograph: Verb<typeof handOffOperations.sendHandOffPhotograph> = async (
  bff,
  { side, photograph },
  { phone },
) => {
  if (phone === undefined) return refuse('link_expired');
  const sides = bff.db.transaction((tx) => {
    const there = tx
      .select({ sealed: handOffPhotographs.sealed })
      .from(handOffPhotographs)
      .where(and(eq(handOffPhotographs.handOffId, phone.id), eq(handOffPhotographs.side, side)))
      .get();
    if (there !== undefined && there.sealed !== photograph) return undefined;
    if (there === undefined) {
      tx.insert(handOffPhotographs).values({ handOffId: phone.id, side, sealed: photograph }).run();
      if (isComplete(sidesOf(tx, phone))) record(tx, bff.now(), 'hand-off.completed', phone);
    }
    return sidesOf(tx, phone);
  });
  return sides === undefined ? refuse('wrong_step') : { ok: true, value: { sides } };
};

/** What had arrived goes at once; the row stays until the computer has seen why. */
export const stopHandOff: Verb<typeof handOffOperations.stopHandOff> = async (
  bff,
  _input,
  call,
) => {
  const { phone } = call;
  if (phone === undefined) return refuse('link_expired');
  bff.db.transaction((tx) => {
    tx.delete(handOffPhotographs).where(eq(handOffPhotographs.handOffId, phone.id)).run();
    tx.update(handOffs).set({ stoppedAt: bff.now() }).where(eq(handOffs.id, phone.id)).run();
    record(tx, bff.now(), 'hand-off.stopped', phone);
  });
  call.setCookie(setPhoneCookie('', 0));
  return { ok: true, value: {} };
};

type Tx = Pick<Bff['db'], 'select' | 'insert'>;

function applicationOf(tx: Pick<Tx, 'select'>, { applicationId }: Phone) {
  const found = tx.select().from(applications).where(eq(applications.id, applicationId)).get();
  if (found === undefined) throw new Error('a hand-off goes with its application');
  return found;
}

function record(
  tx: Tx,
  at: number,
  event: 'hand-off.completed' | 'hand-off.stopped',
  phone: Phone,
): void {
  const { id, accountId } = applicationOf(tx, phone);
  recordEvent(tx, at, event, accountId, { applicationId: id });
}
