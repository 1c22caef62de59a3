import { and, eq, lt, lte, min } from 'drizzle-orm';
import { importJWK, SignJWT } from 'jose';
import type { Agency } from '@signet/contracts/registry';
import { findAgency } from '../agencies/find-agency.ts';
import { postToAgency } from '../agencies/post-to-agency.ts';
import { createTurns, mostAtATime } from '../agencies/tell-side-by-side.ts';
import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import { startRounds } from '../start-rounds.ts';
import { profiles } from './profiles.ts';
import { openLogout, type QueuedLogout } from './queue-logout.ts';
import { logouts } from './schema.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** No session that an agency began by ours is much older. */
const keptForMs = 12 * hour;
const waitsMs = [10 * second, minute, 10 * minute];
/** Back-Channel Logout 1.0 §2.4 asks for no more than two minutes. */
const tokenLifetimeSeconds = 120;

const event = 'http://schemas.openid.net/event/backchannel-logout';

/** AGENCY-36: tells what is due; an agency that does not answer is told again, less and less often, for half a day. */
export async function sendLogouts(bff: Bff, tellSideBySide = createTurns()): Promise<void> {
  const waiting = bff.db
    .select({ clientId: logouts.clientId })
    .from(logouts)
    .where(lte(logouts.nextTryAt, bff.now()))
    .groupBy(logouts.clientId)
    .orderBy(min(logouts.nextTryAt))
    .all();
  const dueFor = (clientId: string) =>
    bff.db
      .select()
      .from(logouts)
      .where(and(eq(logouts.clientId, clientId), lte(logouts.nextTryAt, bff.now())))
      .orderBy(logouts.tries, logouts.createdAt)
      .limit(mostAtATime)
      .all();
  const clientIds = waiting.map(({ clientId }) => clientId);
  await tellSideBySide(clientIds, dueFor, (row) => tellOne(bff, row));
}

/**
 * The turn ends where nobody takes it now. One sign-out that an agency refuses says nothing of the next; where it gives no answer at all,
 * whatever waits for it waits as long: else each of them would be waited for in a turn of its own.
 */
async function tellOne(bff: Bff, row: typeof logouts.$inferSelect): Promise<'go-on' | 'stop'> {
  const { db, now } = bff;
  const agency = findAgency(bff.registry, row.clientId);
  const logout = openLogout(bff, row);
  const address = agency?.backchannelLogoutUri;
  const isOver = row.createdAt + keptForMs <= now();
  if (agency === undefined || address === undefined || logout === undefined || isOver) {
    if (isOver) log('backchannel-logout-failed');
    forget(bff, row.jti);
    return 'go-on';
  }
  const answer = await tell(address, await signLogout(bff, agency, row.jti, logout));
  if (answer === 'taken') {
    forget(bff, row.jti);
    return 'go-on';
  }
  log('backchannel-logout-later');
  const nextTryAt = now() + (waitsMs[row.tries] ?? hour);
  db.update(logouts)
    .set({ tries: row.tries + 1, nextTryAt })
    .where(eq(logouts.jti, row.jti))
    .run();
  if (answer === 'unheard')
    db.update(logouts)
      .set({ nextTryAt })
      .where(and(eq(logouts.clientId, row.clientId), lt(logouts.nextTryAt, nextTryAt)))
      .run();
  return answer === 'refused' ? 'go-on' : 'stop';
}

/** OpenID Connect Back-Channel Logout 1.0 §2.4; the same `jti` at each try, so that an agency can tell that it heard it. */
async function signLogout(
  { config, keys }: Pick<Bff, 'config' | 'keys'>,
  agency: Agency,
  jti: string,
  { sub, sid }: QueuedLogout,
): Promise<string> {
  const alg = profiles[agency.profile].idTokenSignature;
  const jwk = keys.oidcKeys.find((one) => one.alg === alg);
  if (jwk === undefined) throw new Error('there is no key to sign with');
  const seconds = Math.floor(Date.now() / second);
  return new SignJWT({ jti, sub, sid, events: { [event]: {} } })
    .setProtectedHeader({ alg, typ: 'logout+jwt', kid: jwk.kid ?? '' })
    .setIssuer(config.issuer)
    .setAudience(agency.clientId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + tokenLifetimeSeconds)
    .sign(await importJWK(jwk, alg));
}

/** §2.8: 200, or 204. What an agency calls wrong (400) it may take later: its keys of ours may be old. */
async function tell(
  address: string,
  token: string,
): Promise<'taken' | 'refused' | 'not-now' | 'unheard'> {
  const answer = await postToAgency(
    address,
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({ logout_token: token }),
  );
  if (answer === undefined) return 'unheard';
  const { status } = answer;
  if (status === 200 || status === 204) return 'taken';
  return status === 400 ? 'refused' : 'not-now';
}

function forget({ db }: Pick<Bff, 'db'>, jti: string): void {
  db.delete(logouts).where(eq(logouts.jti, jti)).run();
}

export function startSendingLogouts(bff: Bff): { stop(): void } {
  const turns = createTurns();
  return startRounds('logouts', second, () => sendLogouts(bff, turns), 'side-by-side');
}
