import { and, eq, lte } from 'drizzle-orm';
import { agreementHolds, type Agency } from '@signet/contracts/agency';
import { findAgency } from '../agencies/find-agency.ts';
import { postToAgency } from '../agencies/post-to-agency.ts';
import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import { startRounds } from '../start-rounds.ts';
import { openSignal } from './queue-signal.ts';
import { signals } from './schema.ts';
import { signSignal, signalTokenType } from './sign-signal.ts';

const second = 1_000;
const hour = 3_600 * second;
/** After this an agency that takes nothing, or fetches nothing, has missed it. */
export const keptForMs = 7 * 24 * hour;
const waitsMs = [30 * second, 120 * second, 600 * second];

/** Pushes what is due (RFC 8935), each at least once; a listener that is down is asked again, less and less often, for a week. */
export async function sendSignals(bff: Bff): Promise<void> {
  const due = bff.db
    .select()
    .from(signals)
    .where(lte(signals.nextTryAt, bff.now()))
    .orderBy(signals.nextTryAt)
    .limit(20)
    .all();
  for (const row of due) {
    const agency = findAgency(bff.registry, row.clientId);
    const signal = openSignal(bff, row);
    if (agency?.signals === undefined || signal === undefined) {
      forget(bff, row.jti);
      continue;
    }
    if (!agreementHolds(agency, bff.now())) {
      // AGENCY-42: it is told nothing now; what waits reaches it if the agreement is renewed within the week.
      putOff(bff, row.jti, row.tries, hour);
      continue;
    }
    if (agency.signals.delivery === 'poll') {
      // It is fetched; only its end is kept an eye on here.
      putOff(bff, row.jti, row.tries, row.createdAt + keptForMs - bff.now());
      continue;
    }
    const token = await signSignal(bff, agency, row.jti, signal);
    const answer = await push(agency.signals.endpoint, token);
    if (answer === 'taken') forget(bff, row.jti);
    else if (answer === 'refused') {
      // RFC 8935 §2.4: what the receiver calls wrong stays wrong.
      log('signal-refused');
      forget(bff, row.jti);
    } else {
      log('signal-not-sent');
      putOff(bff, row.jti, row.tries + 1, waitsMs[row.tries] ?? hour);
    }
  }
  forgetOld(bff);
}

async function push(
  endpoint: Extract<Agency['signals'], { delivery: 'push' }>['endpoint'],
  token: string,
): Promise<'taken' | 'refused' | 'later'> {
  const status = await postToAgency(
    endpoint,
    { 'content-type': `application/${signalTokenType}`, accept: 'application/json' },
    token,
  );
  if (status === undefined) return 'later';
  if (status >= 200 && status < 300) return 'taken';
  return status === 400 ? 'refused' : 'later';
}

function forget({ db }: Pick<Bff, 'db'>, jti: string): void {
  db.delete(signals).where(eq(signals.jti, jti)).run();
}

function putOff({ db, now }: Pick<Bff, 'db' | 'now'>, jti: string, tries: number, ms: number) {
  db.update(signals)
    .set({ tries, nextTryAt: now() + ms })
    .where(eq(signals.jti, jti))
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
  return startRounds('signals', 2 * second, () => sendSignals(bff));
}
