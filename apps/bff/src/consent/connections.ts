import { and, desc, eq, inArray, lte, sql, type SQL } from 'drizzle-orm';
import { agreedSince } from '@signet/contracts/agreed-since';
import { claimNames, type ClaimName } from '@signet/contracts/claims';
import type { connectionOperations } from '@signet/contracts/connections';
import type { AccountId, EmailId } from '@signet/contracts/ids';
import { findAgency } from '../agencies/find-agency.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { emails } from '../db/schema.ts';
import type { Verb } from '../http/mount-operation.ts';
import { refuse } from '../http/refusal.ts';
import { rowHash } from '../oidc/row-hash.ts';
import { connectionGrants, oidcRows, releases } from '../oidc/schema.ts';
import { rememberSubject, stopTelling } from '../signals/agency-subjects.ts';
import { tellAgency } from '../signals/queue-signal.ts';
import type { AddressIds } from './agreed-addresses.ts';
import { connections } from './schema.ts';

/** Longer than a grant lives (`ttl.Grant`), so that a grant never outlasts the knowledge of whose it is. */
const grantKnownForMs = 13 * 60 * 60_000;

/** What somebody said yes to. It waits with their request until the answer is fetched, and counts for nothing before that. */
export type Answer = {
  /** What was asked, and what of it was agreed to. */
  readonly offered: readonly ClaimName[];
  readonly claims: readonly ClaimName[];
  readonly addresses: AddressIds;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

type Given = {
  readonly accountId: AccountId;
  readonly clientId: string;
  readonly grantId: string;
  /** Seconds since the epoch: which sign-in said so. */
  readonly signedInAt: number;
  /** `acr` of this answer. */
  readonly level: string;
  readonly at: number;
};

/** From the yes on, so that whatever comes of it can be ended. */
export function keepGrant(tx: Pick<Bff['db'], 'insert'>, given: Given): void {
  const { grantId, at, ...whose } = given;
  tx.insert(connectionGrants)
    .values({ grantHash: rowHash.grant(grantId), ...whose, expiresAt: at + grantKnownForMs })
    .run();
}

/**
 * Once the answer is fetched, and so the agency can have it: who takes a yes back or never presses (AGENCY-52) shares nothing by it, no other
 * address either, and the agency is to hear nothing of somebody whose identifier it never got. Where the grant was ended meanwhile there is
 * nothing to keep.
 *
 * The receipt goes on where less is asked, as the vault's own record does. It gives nobody anything: that does the grant, which is of this
 * answer alone. Of several answers the one fetched last counts, though another may have been said later: to an app the press is what the person
 * did last, on a page that named what goes, the agency has just that now, and the vault keeps its record in the same order. Only the date stays
 * the latest yes's. A claim that was asked on a condition and did not come counts as refused here; only the vault knows better.
 */
export function keepConnection(
  bff: Pick<Bff, 'keys' | 'registry'>,
  tx: Pick<Bff['db'], 'insert' | 'select'>,
  grantId: string,
  { offered, claims: agreed, addresses, at }: Answer,
): void {
  const given = tx.select().from(connectionGrants).where(isGrant(grantId)).get();
  const agency = findAgency(bff.registry, given?.clientId);
  if (given === undefined || agency === undefined) return;
  const { accountId, clientId } = given;
  const before = agreedWith(tx, accountId, clientId) ?? [];
  const claims = agreedSince(before, { offered, agreed }).join(' ');
  const which = addressesIn(tx, addresses);
  tx.insert(connections)
    .values({ accountId, clientId, claims, ...which, since: at, lastAgreedAt: at })
    .onConflictDoUpdate({
      target: [connections.accountId, connections.clientId],
      set: { claims, ...which, lastAgreedAt: sql`max(${connections.lastAgreedAt}, ${at})` },
    })
    .run();
  rememberSubject(bff, tx, agency, accountId);
}

const isGrant = (grantId: string) => eq(connectionGrants.grantHash, rowHash.grant(grantId));

/** The level that a grant was given for; undefined where that is not known, or a "no" came since. */
export function levelOfGrant(db: Pick<Bff['db'], 'select'>, grantId: string): string | undefined {
  const row = db
    .select({ level: connectionGrants.level })
    .from(connectionGrants)
    .where(isGrant(grantId))
    .get();
  return row?.level ?? undefined;
}

/** The agency was answered by what was agreed before, without a page. */
export function noteStanding(
  tx: Pick<Bff['db'], 'insert' | 'update'>,
  {
    accountId,
    clientId,
    claims,
    at,
  }: Pick<Given, 'accountId' | 'clientId'> & Pick<Answer, 'claims' | 'at'>,
): void {
  tx.update(connections)
    .set({ stoodAt: at })
    .where(and(eq(connections.accountId, accountId), eq(connections.clientId, clientId)))
    .run();
  recordEvent(tx, at, 'consent.stood', accountId, { clientId, claims: claims.join(' ') });
}

/**
 * What this answer says of addresses. One that says nothing of them leaves what was agreed to, for grants that still live by it; of one that was
 * removed since it was looked at (AGENCY-50) there is none, as where it is removed afterwards.
 */
function addressesIn(tx: Pick<Bff['db'], 'select'>, { emailId, allEmailIds }: AddressIds) {
  const isThere = (id: EmailId) =>
    tx.select({ id: emails.id }).from(emails).where(eq(emails.id, id)).get() !== undefined;
  return {
    ...(emailId === undefined ? {} : { emailId: isThere(emailId) ? emailId : null }),
    ...(allEmailIds === undefined ? {} : { allEmailIds: allEmailIds.join(' ') }),
  };
}

/** What the receipt says of an agency, by the latest answer to each claim; undefined where there is none. */
export function agreedWith(
  db: Pick<Bff['db'], 'select'>,
  accountId: AccountId,
  clientId: string,
): readonly ClaimName[] | undefined {
  const ours = and(eq(connections.accountId, accountId), eq(connections.clientId, clientId));
  const receipt = db.select({ claims: connections.claims }).from(connections).where(ours).get();
  return receipt === undefined ? undefined : claimsIn(receipt.claims);
}

function claimsIn(text: string): ClaimName[] {
  const names = text.split(' ');
  return claimNames.filter((claim) => names.includes(claim));
}

export function forgetConnectionGrants(tx: Pick<Bff['db'], 'delete'>, at: number): void {
  tx.delete(connectionGrants).where(lte(connectionGrants.expiresAt, at)).run();
}

export const readConnections: Verb<typeof connectionOperations.readConnections> = async (
  { db },
  _input,
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const rows = db
    .select()
    .from(connections)
    .where(eq(connections.accountId, session.accountId))
    .orderBy(desc(connections.lastAgreedAt))
    .all();
  return {
    ok: true,
    value: {
      connections: rows.map(({ clientId, claims, since, lastAgreedAt, stoodAt }) => ({
        clientId,
        claims: claimsIn(claims),
        since: new Date(since).toISOString(),
        lastAgreedAt: new Date(lastAgreedAt).toISOString(),
        stoodAt: stoodAt === null ? null : new Date(stoodAt).toISOString(),
      })),
    },
  };
};

/** AGENCY-40: after a "no" nothing that was agreed to before is told without a page. The tokens of it live on until they end. */
export function askAgain(
  tx: Pick<Bff['db'], 'update'>,
  accountId: AccountId,
  clientId: string,
): void {
  tx.update(connectionGrants)
    .set({ level: null })
    .where(and(eq(connectionGrants.accountId, accountId), eq(connectionGrants.clientId, clientId)))
    .run();
}

/** AGENCY-52: a yes whose answer nobody fetched. */
export function takeAnswerBack(tx: Writing, grantId: string): void {
  endGrants(tx, isGrant(grantId));
}

type Writing = Pick<Bff['db'], 'select' | 'delete'>;

/** Ends what came of these grants: codes and tokens, the claims behind them, and every release not yet fetched; says how many there were. */
function endGrants(tx: Writing, given: SQL | undefined): number {
  const hashes = tx
    .select({ grantHash: connectionGrants.grantHash })
    .from(connectionGrants)
    .where(given);
  tx.delete(oidcRows).where(inArray(oidcRows.grantHash, hashes)).run();
  tx.delete(releases).where(inArray(releases.grantHash, hashes)).run();
  return tx.delete(connectionGrants).where(given).run().changes;
}

/** AGENCY-41: the agency's tokens end, with the claims behind them and every release not yet fetched; the next visit is asked anew. */
export const stopSharing: Verb<typeof connectionOperations.stopSharing> = async (
  bff,
  { clientId },
  { session },
) => {
  if (session?.accountId == null) return refuse('signed_out');
  const { accountId } = session;
  return bff.db.transaction((tx) => {
    const ours = and(eq(connections.accountId, accountId), eq(connections.clientId, clientId));
    const wasConnected = tx.delete(connections).where(ours).run().changes > 0;
    const ended = endGrants(
      tx,
      and(eq(connectionGrants.accountId, accountId), eq(connectionGrants.clientId, clientId)),
    );
    // A yes that nobody fetched yet ends as well, and is no connection.
    if (!wasConnected && ended === 0) return refuse('not_found');
    const agency = findAgency(bff.registry, clientId);
    // Told this one thing more, and from now on nothing.
    if (wasConnected && agency !== undefined)
      tellAgency(bff, tx, agency, accountId, 'consent-revoked');
    stopTelling(tx, clientId, accountId, bff.now());
    recordEvent(tx, bff.now(), 'consent.revoked', accountId, { clientId });
    return { ok: true as const, value: {} };
  });
};
