import { and, eq } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import { ownerDigest } from '../oidc/owner-digest.ts';
import { queueLogout } from '../oidc/queue-logout.ts';
import { rowHash } from '../oidc/row-hash.ts';
import { connectionGrants, oidcRows, releases } from '../oidc/schema.ts';
import { openRow } from '../keys/seal-row.ts';

type Parts = Pick<Bff, 'keys' | 'now' | 'registry'>;
type Transaction = Pick<Bff['db'], 'select' | 'insert' | 'delete'>;

/** What the engine keeps of a browser's sign-in: when it was, in seconds, and at which agencies it is known by which `sid`. */
type EngineSession = {
  readonly loginTs?: number;
  readonly authorizations?: Readonly<
    Record<string, { readonly sid?: string; readonly grantId?: string }>
  >;
};

/**
 * AGENCY-36: ends the engine's sessions of an account, all or those of certain sign-ins, with the codes, tokens and releases that came
 * of them, and queues a word to every agency where one of them was known.
 */
export function logOutAtAgencies(
  bff: Parts,
  tx: Transaction,
  accountId: AccountId,
  isMeant: (signedInAt: number | undefined) => boolean = () => true,
): void {
  const ours = and(
    eq(oidcRows.ownerDigest, ownerDigest(bff, accountId)),
    eq(oidcRows.model, 'Session'),
  );
  for (const { idHash, payloadSealed } of tx.select().from(oidcRows).where(ours).all()) {
    const place = `oidc_rows/Session/${idHash}` as const;
    const session = openRow(bff.keys.secret('storageSealing'), place, payloadSealed);
    const { loginTs, authorizations = {} } = session as EngineSession;
    if (!isMeant(loginTs)) continue;
    tx.delete(oidcRows).where(eq(oidcRows.idHash, idHash)).run();
    for (const [clientId, { sid, grantId }] of Object.entries(authorizations)) {
      const agency = findAgency(bff.registry, clientId);
      if (agency !== undefined && sid !== undefined)
        queueLogout(bff, tx, agency, { accountId, sid });
      if (grantId !== undefined) endGrant(tx, rowHash.grant(grantId));
    }
  }
  endGrantsOf(tx, accountId, isMeant);
}

/** The engine's session names an agency's newest grant alone; earlier ones have tokens too. */
function endGrantsOf(
  tx: Transaction,
  accountId: AccountId,
  isMeant: (signedInAt: number | undefined) => boolean,
): void {
  const given = tx
    .select()
    .from(connectionGrants)
    .where(eq(connectionGrants.accountId, accountId))
    .all();
  for (const { grantHash, signedInAt } of given) {
    if (!isMeant(signedInAt ?? undefined)) continue;
    endGrant(tx, grantHash);
    tx.delete(connectionGrants).where(eq(connectionGrants.grantHash, grantHash)).run();
  }
}

function endGrant(tx: Transaction, grantHash: string): void {
  tx.delete(oidcRows).where(eq(oidcRows.grantHash, grantHash)).run();
  tx.delete(releases).where(eq(releases.grantHash, grantHash)).run();
}

/** The engine knows a sign-in by its second. */
export function isOf({ signedInAt }: { readonly signedInAt: number | null }) {
  return (at: number | undefined) => signedInAt !== null && at === Math.floor(signedInAt / 1_000);
}
