import type { IncomingHttpHeaders } from 'node:http';
import { and, eq, gt, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { RequiredSession } from '@signet/contracts/operation';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { sessions } from '../db/schema.ts';
import { mostTokens, type BrowserTokens } from '../keys/browser-of.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import type { Refusal } from './refusal.ts';

/** AUTH-8. */
const sessionCookie = '__Host-signet';
export const deviceCookie = '__Host-signet-browser';
export const idleMs = 15 * 60_000;
const absoluteMs = 12 * 60 * 60_000;
/** As long as a question may take that was asked before the new token came. */
const formerTokenMs = 10_000;

export type Session = typeof sessions.$inferSelect;
export type SignedInSession = Session & { readonly accountId: AccountId };

type Stage = Session['stage'];

/** Which stages satisfy what an operation requires. */
const satisfies: Record<Exclude<RequiredSession, 'hand-off'>, readonly Stage[]> = {
  none: ['sign-up', 'first-factor', 'enrolling', 'resetting', 'signed-in'],
  'sign-up': ['sign-up'],
  'first-factor': ['first-factor'],
  resetting: ['resetting'],
  enrolling: ['enrolling', 'signed-in'],
  'signed-in': ['signed-in'],
};

const alive = and(
  gt(sessions.idleEndsAt, sql.placeholder('at')),
  gt(sessions.absoluteEndsAt, sql.placeholder('at')),
);
const byToken = eq(sessions.tokenHash, sql.placeholder('hash'));
const living = builtOnce((db) => db.select().from(sessions).where(and(byToken, alive)).prepare());
const byFormerToken = eq(sessions.formerTokenHash, sql.placeholder('hash'));
const livingByFormer = builtOnce((db) =>
  db.select().from(sessions).where(and(byFormerToken, alive)).prepare(),
);

const byHash = eq(sessions.idHash, sql.placeholder('idHash'));
const ending = builtOnce((db) => db.delete(sessions).where(byHash).returning().prepare());
const moving = builtOnce((db) =>
  db
    .update(sessions)
    .set({ idleEndsAt: sql`${sql.placeholder('idleEndsAt')}` })
    .where(byHash)
    .prepare(),
);
const seeing = builtOnce((db) =>
  db
    .update(sessions)
    .set({ formerTokenEndsAt: sql`${sql.placeholder('endsAt')}` })
    .where(byHash)
    .prepare(),
);
const beginning = builtOnce((db) =>
  db
    .insert(sessions)
    .values({
      idHash: sql.placeholder('idHash'),
      tokenHash: sql.placeholder('idHash'),
      stage: sql.placeholder('stage'),
      accountId: sql.placeholder('accountId'),
      signUpId: sql.placeholder('signUpId'),
      methods: sql.placeholder('methods'),
      passkeyId: sql.placeholder('passkeyId'),
      createdAt: sql.placeholder('createdAt'),
      signedInAt: sql.placeholder('signedInAt'),
      secretProvedAt: sql.placeholder('secretProvedAt'),
      // As it is stored: a placeholder's null would be written down as JSON's.
      client: sql`${sql.placeholder('client')}`,
      idleEndsAt: sql.placeholder('idleEndsAt'),
      absoluteEndsAt: sql.placeholder('absoluteEndsAt'),
    })
    .prepare(),
);

/** What is asked of a session. */
export type Asked = 'reads' | 'changes' | 'ends';

/** The session that the request's cookie stands for, if it lives. */
export function readSession(
  { db, now }: Pick<Bff, 'db' | 'now'>,
  headers: IncomingHttpHeaders,
  asked: Asked,
): Session | undefined {
  const token = cookieValue(headers, sessionCookie);
  if (token === undefined) return undefined;
  const at = now();
  const hash = tokenHash(token);
  return byNewToken(db, hash, at) ?? byTokenBefore(db, hash, at, asked);
}

/** Using a session moves its idle limit. */
export function touchSession({ db, now }: Pick<Bff, 'db' | 'now'>, session: Session): Session {
  const idleEndsAt = Math.min(now() + idleMs, session.absoluteEndsAt);
  // A commit costs milliseconds: the limit is moved only when it would move by half a minute or more.
  if (idleEndsAt - session.idleEndsAt < 30_000) return session;
  moving(db).run({ idHash: session.idHash, idleEndsAt });
  return { ...session, idleEndsAt };
}

/** Whoever comes with the new token has it: the one before has seen its time. */
function byNewToken(db: Bff['db'], hash: string, at: number): Session | undefined {
  const session = living(db).get({ hash, at });
  if (session === undefined) return undefined;
  if (session.formerTokenHash !== null && session.formerTokenEndsAt === null)
    seeing(db).run({ idHash: session.idHash, endsAt: at + formerTokenMs });
  return session;
}

/**
 * The answer with the new token may be lost: until somebody comes with it, the one before stands for the session, and after that for what
 * was on its way and only reads. It ends the session at any time: a sign-out that is said to have worked has. It never knows of a secret that
 * was proved, so that who has a copy of it, and may even keep the new one from being seen, can do what they could before, and no more.
 */
function byTokenBefore(db: Bff['db'], hash: string, at: number, asked: Asked): Session | undefined {
  const session = livingByFormer(db).get({ hash, at });
  if (session === undefined) return undefined;
  const { formerTokenEndsAt: end } = session;
  const counts = end === null || asked === 'ends' || (asked === 'reads' && at < end);
  return counts ? { ...session, tokenHash: hash, secretProvedAt: null } : undefined;
}

const standing = builtOnce((db) =>
  db
    .select({ stage: sessions.stage })
    .from(sessions)
    .where(eq(sessions.idHash, sql.placeholder('idHash')))
    .prepare(),
);

/**
 * In the transaction of a verb that waited for something before it: whether the session that it was let in by is still there. "This
 * wasn't me" takes back what was added until then, and nothing that comes after (AUTH-14, AUTH-22).
 */
export function isStillThere(
  tx: Pick<Bff['db'], 'select'>,
  { idHash, stage }: Pick<Session, 'idHash' | 'stage'>,
): boolean {
  return standing(tx).get({ idHash })?.stage === stage;
}

/** Whether a session has reached what an operation requires; says which refusal if not. */
export function missingStage(
  session: Session | undefined,
  required: Exclude<RequiredSession, 'hand-off'>,
): Refusal | undefined {
  if (required === 'none') return undefined;
  if (session === undefined) return { type: 'signed_out' };
  if (satisfies[required].includes(session.stage)) return undefined;
  return { type: session.stage === 'first-factor' ? 'second_factor_required' : 'signed_out' };
}

/** Begins a session in a new stage. The old one ends and its token dies: no token survives a rise in privilege. */
export function startSession(
  db: Pick<Bff['db'], 'insert' | 'delete'>,
  at: number,
  begin: Pick<Session, 'stage' | 'accountId' | 'signUpId' | 'methods' | 'secretProvedAt'> &
    Partial<Pick<Session, 'client' | 'passkeyId'>>,
  previous: Session | undefined,
): { readonly cookie: string; readonly session: Session } {
  if (previous !== undefined) endSession(db, at, previous);
  const token = newToken();
  const idHash = tokenHash(token);
  const session: Session = {
    client: null,
    passkeyId: null,
    ...begin,
    idHash,
    tokenHash: idHash,
    formerTokenHash: null,
    formerTokenEndsAt: null,
    createdAt: at,
    signedInAt: begin.stage === 'signed-in' ? at : null,
    idleEndsAt: at + idleMs,
    absoluteEndsAt: goesOn(previous, begin) ? previous.absoluteEndsAt : at + absoluteMs,
  };
  const client = session.client === null ? null : JSON.stringify(session.client);
  beginning(db).run({ ...session, client });
  return { cookie: cookieOf(token), session };
}

const cookieOf = (token: string) =>
  `${sessionCookie}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax`;

/**
 * AUTH-8: the secret was proved again in a session, which may do more now: the same session under another token, so that who has a copy of
 * the one before gains nothing. Undefined when another one has come into use already.
 */
export function raiseSession(
  db: Pick<Bff['db'], 'update'>,
  at: number,
  session: Session,
): string | undefined {
  const token = newToken();
  const own = session.tokenHash;
  const { changes } = db
    .update(sessions)
    .set({
      secretProvedAt: at,
      tokenHash: tokenHash(token),
      formerTokenHash: own,
      formerTokenEndsAt: null,
    })
    // The answer with another one may have been lost: then that one never was.
    .where(
      or(
        eq(sessions.tokenHash, own),
        and(eq(sessions.formerTokenHash, own), isNull(sessions.formerTokenEndsAt)),
      ),
    )
    .run();
  return changes === 0 ? undefined : cookieOf(token);
}

/** A sign-in takes several sessions one after the other and ends as one. Who is signed in and proves everything anew begins another one. */
function goesOn(
  previous: Session | undefined,
  { accountId }: Pick<Session, 'accountId'>,
): previous is Session {
  return (
    previous !== undefined &&
    previous.stage !== 'signed-in' &&
    previous.accountId !== null &&
    previous.accountId === accountId
  );
}

export function endSession(
  db: Pick<Bff['db'], 'delete' | 'insert'>,
  at: number,
  session: Session,
): string {
  recordEnds(db, at, 'session.ended', ending(db).all({ idHash: session.idHash }));
  return `${sessionCookie}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
}

type Ending = 'session.ended' | 'session.timed-out';

export function endSessions(
  db: Pick<Bff['db'], 'delete' | 'insert'>,
  at: number,
  event: Ending,
  which: SQL | undefined,
): void {
  recordEnds(db, at, event, db.delete(sessions).where(which).returning().all());
}

/** AUTH-13: records how long each had lasted; those that never reached the second factor were none. */
function recordEnds(
  db: Pick<Bff['db'], 'insert'>,
  at: number,
  event: Ending,
  ended: readonly Session[],
): void {
  for (const { stage, accountId, ...session } of ended) {
    if (stage !== 'signed-in') continue;
    const end = event === 'session.ended' ? at : session.idleEndsAt - idleMs;
    const minutes = Math.max(0, Math.round((end - (session.signedInAt ?? end)) / 60_000));
    recordEvent(db, at, event, accountId, { minutes });
  }
}

const severalTokens = new RegExp(String.raw`^[\w-]{43}(\.[\w-]{43}){0,${mostTokens - 1}}$`);

/** The tokens of the browser itself, which outlive its sessions. */
export function deviceTokens(headers: IncomingHttpHeaders): BrowserTokens {
  return cookieValue(headers, deviceCookie, severalTokens)?.split('.') ?? [];
}

export function setDeviceCookie(tokens: BrowserTokens): string {
  return `${deviceCookie}=${tokens.join('.')}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${365 * 24 * 60 * 60}`;
}

export function cookieValue(
  headers: IncomingHttpHeaders,
  name: string,
  form = /^[\w-]{43}$/,
): string | undefined {
  const pair = headers.cookie?.split(/;\s*/).find((one) => one.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1);
  return value !== undefined && form.test(value) ? value : undefined;
}
