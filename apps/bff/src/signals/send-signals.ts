import { and, asc, desc, eq, gt, inArray, lt, lte, max, min, ne, or, type SQL } from 'drizzle-orm';
import { agreementHolds, type Agency } from '@signet/contracts/agency';
import { findAgency } from '../agencies/find-agency.ts';
import { postToAgency } from '../agencies/post-to-agency.ts';
import { createTurns, mostAtATime } from '../agencies/tell-side-by-side.ts';
import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import { startRounds } from '../start-rounds.ts';
import { jsonObject } from './json-object.ts';
import { isOfAllSignals } from './of-all-signals.ts';
import { openSignal, type QueuedSignal } from './queue-signal.ts';
import { signals } from './schema.ts';
import { signSignal, signalTokenType } from './sign-signal.ts';

const second = 1_000;
const hour = 3_600 * second;
/** After this an agency that takes nothing, or fetches nothing, has missed it. */
export const keptForMs = 7 * 24 * hour;
const waitsMs = [30 * second, 120 * second, 600 * second];
/** How many of those that wait are looked through, from the nearest on, for what else happened to the same person. */
const mostLookedThrough = 200;

/** With that many of one person's that are not taken it is the agency that takes nothing, for all that one knows: what it calls wrong is not among them. */
const mostInTheWay = 5;

type Row = typeof signals.$inferSelect;

/**
 * Pushes what is due (RFC 8935), each at least once; a listener that is down is asked again, less and less often, for a week. Agencies
 * are told side by side, so that one that never answers keeps no other waiting.
 */
export async function sendSignals(bff: Bff, tellSideBySide = createTurns()): Promise<void> {
  const waiting = bff.db
    .select({ clientId: signals.clientId })
    .from(signals)
    .where(lte(signals.nextTryAt, bff.now()))
    .groupBy(signals.clientId)
    .orderBy(min(signals.nextTryAt))
    .all();
  const dueFor = (clientId: string) =>
    bff.db
      .select()
      .from(signals)
      .where(and(eq(signals.clientId, clientId), lte(signals.nextTryAt, bff.now())))
      .orderBy(signals.createdAt, signals.jti)
      .limit(mostAtATime)
      .all();
  const clientIds = waiting.map(({ clientId }) => clientId);
  await tellSideBySide(clientIds, dueFor, (row) => tellOne(bff, row));
  forgetOld(bff);
}

/** An agency's turn ends at the first that it does not take now: what it does not answer it is not asked twenty times in a row. */
async function tellOne(bff: Bff, row: Row): Promise<'go-on' | 'stop'> {
  const agency = findAgency(bff.registry, row.clientId);
  // It fetches them itself. Nothing is put off, so that what waits is pushed at once if the agency changes its mind.
  if (agency?.signals?.delivery === 'poll') return 'stop';
  const signal = openSignal(bff, row);
  if (agency?.signals === undefined || signal === undefined) {
    forget(bff, row.jti);
    return 'go-on';
  }
  if (!agreementHolds(agency, bff.now())) {
    // AGENCY-42: it is told nothing now; what waits reaches it if the agreement is renewed within the week.
    putOff(bff, row.jti, row.tries, hour);
    return 'go-on';
  }
  const { endpoint } = agency.signals;
  // Tried for minutes and not taken now either: it may be each of these alone.
  const inTheWay: Waiting[] = [];
  const deliver = async (one: Waiting) => {
    const answer = await deliverOne(bff, agency, endpoint, one);
    if (answer === 'later')
      putOff(bff, one.row.jti, one.row.tries + 1, waitsMs[one.row.tries] ?? hour);
    // What revokes something went past it, so it must not come afterwards.
    if (answer === 'taken') inTheWay.splice(0).forEach(({ row: { jti } }) => giveUp(bff, jti));
    return answer !== 'later';
  };
  // What happened to this person before goes first, whenever it would be tried again.
  for (const earlier of waitingAbout(bff, row, signal.subject, 'before')) {
    if (await deliver(earlier)) continue;
    inTheWay.push(earlier);
    const isOutage = inTheWay.length === mostInTheWay;
    const ms = isOutage ? hour : waitsMs[Math.min(row.tries, earlier.row.tries)];
    if (ms === undefined) continue;
    putOff(bff, row.jti, row.tries + 1, ms);
    // What else waits about them would come to the same, each in a turn of its own: who has many would keep everybody else waiting.
    const later = waitingAbout(bff, row, signal.subject, 'after').map((one) => one.row.jti);
    putOffRest(bff, inArray(signals.jti, later), ms);
    return 'stop';
  }
  if (await deliver({ row, signal })) return 'go-on';
  const ms = restWaits(bff, row);
  if (ms !== undefined) putOffRest(bff, eq(signals.clientId, row.clientId), ms);
  return 'stop';
}

/**
 * Tried that often it may be this one alone: it is no longer in the way of the rest. Nor is another that is not taken either, once the rest
 * waited for the first: several people's would each keep everybody else waiting as long. It holds them up when it fails first, so
 * that an agency that is down is not asked for each that waits.
 */
function restWaits({ db }: Pick<Bff, 'db'>, { jti, clientId, tries }: Row): number | undefined {
  const most = db
    .select({ tries: max(signals.tries) })
    .from(signals)
    .where(and(eq(signals.clientId, clientId), ne(signals.jti, jti)))
    .get()?.tries;
  return tries === 0 || tries >= (most ?? 0) ? waitsMs[tries] : undefined;
}

type Waiting = { readonly row: Row; readonly signal: QueuedSignal };

/** Oldest first. Whom one is about is sealed, so they are opened to find out. */
function waitingAbout(
  bff: Bff,
  { clientId, createdAt, jti }: Row,
  subject: string | undefined,
  when: 'before' | 'after',
): Waiting[] {
  if (subject === undefined) return [];
  const [isThere, nearest] = when === 'before' ? [lt, desc] : [gt, asc];
  const found = bff.db
    .select()
    .from(signals)
    .where(
      and(
        eq(signals.clientId, clientId),
        or(
          isThere(signals.createdAt, createdAt),
          and(eq(signals.createdAt, createdAt), isThere(signals.jti, jti)),
        ),
      ),
    )
    .orderBy(nearest(signals.createdAt), nearest(signals.jti))
    .limit(mostLookedThrough)
    .all()
    .flatMap((row) => {
      const signal = openSignal(bff, row);
      return signal?.subject === subject ? [{ row, signal }] : [];
    });
  return when === 'before' ? found.toReversed() : found;
}

async function deliverOne(
  bff: Bff,
  agency: Agency,
  endpoint: PushEndpoint,
  { row, signal }: Waiting,
): Promise<'taken' | 'refused' | 'later'> {
  const answer = await push(endpoint, await signSignal(bff, agency, row.jti, signal));
  if (answer === 'later') {
    log('signal-not-sent');
    return answer;
  }
  // What the receiver calls wrong of this one stays wrong, and is in the way of nothing.
  if (answer === 'refused') log('signal-refused');
  forget(bff, row.jti);
  return answer;
}

type PushEndpoint = Extract<Agency['signals'], { delivery: 'push' }>['endpoint'];

async function push(endpoint: PushEndpoint, token: string): Promise<'taken' | 'refused' | 'later'> {
  const answer = await postToAgency(
    endpoint,
    { 'content-type': `application/${signalTokenType}`, accept: 'application/json' },
    token,
  );
  if (answer === undefined) return 'later';
  const { status, error } = answer;
  if (status >= 200 && status < 300) return 'taken';
  return status === 400 && !isOfAllSignals(jsonObject(error)) ? 'refused' : 'later';
}

function forget({ db }: Pick<Bff, 'db'>, jti: string): void {
  db.delete(signals).where(eq(signals.jti, jti)).run();
}

function giveUp(bff: Pick<Bff, 'db'>, jti: string): void {
  log('signal-given-up');
  forget(bff, jti);
}

function putOff({ db, now }: Pick<Bff, 'db' | 'now'>, jti: string, tries: number, ms: number) {
  db.update(signals)
    .set({ tries, nextTryAt: now() + ms })
    .where(eq(signals.jti, jti))
    .run();
}

/** What else waits waits as long, and is not counted as tried. */
function putOffRest({ db, now }: Pick<Bff, 'db' | 'now'>, rest: SQL, ms: number): void {
  const nextTryAt = now() + ms;
  db.update(signals)
    .set({ nextTryAt })
    .where(and(rest, lt(signals.nextTryAt, nextTryAt)))
    .run();
}

function forgetOld({ db, now }: Pick<Bff, 'db' | 'now'>): void {
  const { changes } = db
    .delete(signals)
    .where(and(lte(signals.createdAt, now() - keptForMs)))
    .run();
  if (changes > 0) log('signal-given-up');
}

export function startSignalling(bff: Bff): { stop(): void } {
  const turns = createTurns();
  return startRounds('signals', 2 * second, () => sendSignals(bff, turns), 'side-by-side');
}
