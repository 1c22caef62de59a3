import { and, eq, gt, isNotNull, isNull, or } from 'drizzle-orm';
import {
  handOffMinutes,
  handOffSides,
  type HandOff,
  type handOffOperations,
} from '@signet/contracts/hand-off';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { handOffs } from '../db/schema.ts';
import { handOffPhotographs } from './schema.ts';
import type { Call, Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { newId } from '../keys/new-id.ts';
import { allowance, useOne } from '../limits/count.ts';
import { latestApplication } from './application.ts';
import { transitions } from './transitions.ts';

type StoredHandOff = typeof handOffs.$inferSelect;

/** PROOF-13: the computer's side. The link's secret stays in the browser; its hash alone comes here. */
export const beginHandOff: Verb<typeof handOffOperations.beginHandOff> = async (
  bff,
  { linkHash },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId, idHash: sessionHash } = session;
  const application = latestApplication(bff, accountId);
  if (
    application === undefined ||
    !transitions['examine-document'].from.includes(application.state)
  )
    return refuse('wrong_step');
  const counting = { db: bff.db, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  const allowed = allowance(counting, 'hand-off', accountId);
  if (allowed.left === 0)
    return refuse('too_many_attempts', { retryAt: allowed.resetsAt ?? counting.now });
  const handOff: StoredHandOff = {
    id: newId('hnd'),
    sessionHash,
    applicationId: application.id,
    linkHash,
    phoneHash: null,
    phoneKey: null,
    computerKey: null,
    stoppedAt: null,
    expiresAt: counting.now + handOffMinutes * 60_000,
  };
  // A hash that is in use already is no accident: nobody may take over another's link.
  const taken = bff.db.select().from(handOffs).where(eq(handOffs.linkHash, linkHash)).get();
  if (taken !== undefined) return refuse('wrong_step');
  bff.db.transaction((tx) => {
    useOne({ ...counting, db: tx }, 'hand-off', accountId);
    tx.delete(handOffs).where(eq(handOffs.sessionHash, sessionHash)).run();
    tx.insert(handOffs).values(handOff).run();
    recordEvent(tx, counting.now, 'hand-off.begun', accountId, { applicationId: application.id });
  });
  return { ok: true, value: describe(bff, handOff) };
};

export const readHandOff: Verb<typeof handOffOperations.readHandOff> = async (
  bff,
  _input,
  { session },
) => {
  const handOff = ofSession(bff, session);
  return {
    ok: true,
    value: { handOff: handOff === undefined ? null : describe(bff, handOff) },
  };
};

export const readHandOffPhotographs: Verb<typeof handOffOperations.readHandOffPhotographs> = async (
  bff,
  _input,
  { session },
) => {
  const handOff = ofSession(bff, session);
  if (handOff === undefined) return refuse('link_expired');
  const rows = photographsOf(bff, handOff);
  if (!isComplete(rows.map(({ side }) => side))) return refuse('link_expired');
  const of = (wanted: string) => rows.find(({ side }) => side === wanted)?.sealed;
  const [front, back] = [of('front'), of('back')];
  if (front === undefined) return refuse('link_expired');
  return { ok: true, value: { id: handOff.id, front, ...(back === undefined ? {} : { back }) } };
};

/** The phone's key first: who shows the computer's before could be answered with a key that fits it. */
export const showHandOffKey: Verb<typeof handOffOperations.showHandOffKey> = async (
  bff,
  { key },
  { session },
) => {
  const handOff = ofSession(bff, session);
  if (handOff === undefined || handOff.stoppedAt !== null) return refuse('link_expired');
  const { changes } = bff.db
    .update(handOffs)
    .set({ computerKey: key })
    .where(
      and(
        eq(handOffs.id, handOff.id),
        isNotNull(handOffs.phoneKey),
        or(isNull(handOffs.computerKey), eq(handOffs.computerKey, key)),
      ),
    )
    .run();
  return changes === 0 ? refuse('wrong_step') : { ok: true, value: {} };
};

export const endHandOff: Verb<typeof handOffOperations.endHandOff> = async (
  { db },
  _input,
  { session },
) => {
  if (session === undefined) return refuse('signed_out');
  db.delete(handOffs).where(eq(handOffs.sessionHash, session.idHash)).run();
  return { ok: true, value: {} };
};

/** Whether a phone is still to come for this session. */
export function awaitsPhone(bff: Bff, session: Call['session']): boolean {
  const handOff = ofSession(bff, session);
  return handOff?.phoneHash === null && handOff.stoppedAt === null;
}

/** Only for the session that began it: not for another browser of the same account, and for no other account. */
function ofSession({ db, now }: Bff, session: Call['session']): StoredHandOff | undefined {
  if (session === undefined) return undefined;
  return db
    .select()
    .from(handOffs)
    .where(and(eq(handOffs.sessionHash, session.idHash), gt(handOffs.expiresAt, now())))
    .get();
}

function photographsOf({ db }: Pick<Bff, 'db'>, { id }: StoredHandOff) {
  return db.select().from(handOffPhotographs).where(eq(handOffPhotographs.handOffId, id)).all();
}

/** Whether every side of the document is there. */
export function isComplete(sides: HandOff['sides']): boolean {
  return handOffSides.every((side) => sides.includes(side));
}

/** The sides alone: the ciphertext is megabytes, and is asked for every two seconds. */
export function sidesOf(db: Pick<Bff['db'], 'select'>, { id }: StoredHandOff): HandOff['sides'] {
  return db
    .select({ side: handOffPhotographs.side })
    .from(handOffPhotographs)
    .where(eq(handOffPhotographs.handOffId, id))
    .all()
    .map(({ side }) => side);
}

function describe(bff: Bff, handOff: StoredHandOff): HandOff {
  const sides = sidesOf(bff.db, handOff);
  const state =
    handOff.stoppedAt !== null
      ? 'stopped'
      : isComplete(sides)
        ? 'complete'
        : handOff.phoneHash !== null
          ? 'connected'
          : 'waiting';
  const { id, phoneKey } = handOff;
  return { id, state, sides, phoneKey, expiresAt: new Date(handOff.expiresAt).toISOString() };
}
