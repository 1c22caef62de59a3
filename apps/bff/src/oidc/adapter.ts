import { and, eq, isNull, sql } from 'drizzle-orm';
import { errors, type Adapter, type AdapterFactory, type AdapterPayload } from 'oidc-provider';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { accounts } from '../db/schema.ts';
import { splitCode } from './split-code.ts';
import { oidcRows, releases } from './schema.ts';
import type { DueWrites } from './due-writes.ts';
import { anonymousMs, lifetimes } from './lifetimes.ts';
import { createOpenedGrants } from './opened-grants.ts';
import { givesOneCode, keepUsed } from './pushed-once.ts';
import { ownerDigest } from './owner-digest.ts';
import { rowHash } from './row-hash.ts';
import { rememberUsed } from './used-once.ts';
import { openRow, sealRow, type Place } from '../keys/seal-row.ts';

/** Models whose identifier only the bearer has: the payload is sealed under it. A session ends, and a grant is looked up, without one. */
const bearers = new Set([
  'AuthorizationCode',
  'AccessToken',
  'Interaction',
  'PushedAuthorizationRequest',
]);
/** What ends with the grant that it came of. */
const ofGrant = new Set(['AuthorizationCode', 'AccessToken']);
/** What is written together with what is due of its request, and with other calls; the rest at once, so that nothing comes between. */
const sharesACommit = new Set(['AccessToken', 'PushedAuthorizationRequest']);

export type AdapterParts = Pick<Bff, 'db' | 'keys' | 'now'> & {
  /** The second half of a code that was presented with one, for the request under way. */
  readonly releaseKeyPresented: (releaseKey: string) => void;
  /** What of a token request may be written together with the token (due-writes.ts). */
  readonly dueWrites: Pick<DueWrites, 'later' | 'commit'>;
  /** What to do for the request under way in the transaction that writes its access token. */
  readonly withAccessToken: () => () => void;
};

/** What the engine stores, and how it finds it again: rows by digest, payloads sealed, codes consumed atomically. */
export function createAdapter(parts: AdapterParts): AdapterFactory {
  const { db, now } = parts;
  const storageKey = parts.keys.secret('storageSealing');
  const rows = prepareRows(db);
  const used = rememberUsed(parts);
  const openGrant = createOpenedGrants(parts);

  return (model) => {
    const own = rowsOf(model);
    if (model === 'ReplayDetection') return { ...own, ...used };
    return model === 'PushedAuthorizationRequest' ? givesOneCode(own, parts) : own;
  };

  function rowsOf(model: string): Adapter {
    const secretOf = (id: string) => (bearers.has(model) ? id : storageKey);
    const placeOf = (idHash: string): Place => `oidc_rows/${model}/${idHash}`;

    const openPayload = model === 'Grant' ? openGrant : openRow;
    const open = (idHash: string, secret: string | Buffer, row: Row): AdapterPayload => {
      const payload = openPayload(secret, placeOf(idHash), row.payloadSealed) as AdapterPayload;
      if (row.consumedAt === null) return payload;
      const [consumed, exp] = [row.consumedAt, row.expiresAt].map((ms) => Math.floor(ms / 1000));
      return { ...payload, consumed, exp };
    };

    return {
      async upsert(id, payload, expiresIn) {
        const idHash = rowHash.id(model, id);
        if (model === 'Session' && holdsNothing(payload)) return void rows.remove.run({ idHash });
        const accountId = accountOf(payload);
        const row = {
          idHash,
          model,
          payloadSealed: sealRow(secretOf(id), placeOf(idHash), payload),
          grantHash: grantOf(model, id, payload),
          uidHash: payload.uid === undefined ? null : rowHash.uid(payload.uid),
          // Of what ends with a grant the grant says it.
          ownerDigest:
            accountId === null || ofGrant.has(model) ? null : ownerDigest(parts, accountId),
          expiresAt: now() + keptFor(model, payload, expiresIn ?? 0),
          accountId,
        };
        if (model === 'Interaction') return begins(row, payload);
        if (!sharesACommit.has(model)) return void rows.upsert.run(row);
        const alongside = model === 'AccessToken' ? parts.withAccessToken() : undefined;
        const write = () => {
          rows.upsert.run(row);
          alongside?.();
        };
        await parts.dueWrites.commit(write);
      },

      async find(presented) {
        const { id, releaseKey } =
          model === 'AuthorizationCode' ? splitCode(presented) : { id: presented };
        const idHash = rowHash.id(model, id);
        const row = rows.byId.get(idHash, now());
        if (row === undefined) return undefined;
        if (releaseKey !== undefined) parts.releaseKeyPresented(releaseKey);
        return open(idHash, secretOf(id), row);
      },

      async findByUid(uid) {
        const row = rows.byUid.get({ uidHash: rowHash.uid(uid), model, now: now() });
        return row === undefined ? undefined : open(row.idHash, storageKey, row);
      },

      async findByUserCode() {
        return undefined;
      },

      async consume(id) {
        const at = now();
        const write = () => {
          const taken = rows.consume.run({ idHash: rowHash.id(model, id), at });
          if (taken.changes === 0) refuseReplay(model, id);
        };
        if (!parts.dueWrites.later(write)) write();
      },

      async destroy(id) {
        rows.remove.run({ idHash: rowHash.id(model, id) });
      },

      async revokeByGrantId(grantId) {
        revoke(rowHash.grant(grantId));
      },
    };
  }

  function begins(row: Begun, { parJti }: AdapterPayload): void {
    if (parJti === undefined) return void rows.upsert.run(row);
    const idHash = rowHash.id('PushedAuthorizationRequest', parJti);
    db.transaction((tx) => {
      if (rows.upsert.run(row).changes === 0) return;
      keepUsed(tx, parJti, row.expiresAt);
      // AUTH-12: what was pushed may say who somebody is, and goes with the account of whoever signed in for it.
      if (row.ownerDigest !== null) rows.own.run({ idHash, ownerDigest: row.ownerDigest });
    });
  }

  /** Somebody used it between our look and now. Of a code that is a replay, and it ends what the code led to (AGENCY-7). */
  function refuseReplay(model: string, id: string): never {
    const row = rows.byId.get(rowHash.id(model, id), now());
    if (row?.grantHash != null) revoke(row.grantHash);
    throw new errors.InvalidGrant('authorization code already consumed');
  }

  function revoke(grantHash: string): void {
    db.transaction(() => {
      rows.removeByGrant.run({ grantHash });
      rows.removeRelease.run({ grantHash });
    });
  }
}

const payloadOf = builtOnce((db) =>
  db
    .select({ payloadSealed: oidcRows.payloadSealed })
    .from(oidcRows)
    .where(eq(oidcRows.idHash, sql.placeholder('idHash')))
    .prepare(),
);

/** Who may redeem a code and where it was sent, for whoever presents it; nothing of it is used up. */
export function readCode(
  { db }: Pick<Bff, 'db'>,
  presented: string,
): { readonly clientId: string; readonly redirectUri: string } | undefined {
  const { id } = splitCode(presented);
  const idHash = rowHash.id('AuthorizationCode', id);
  const row = payloadOf(db).get({ idHash });
  if (row === undefined) return undefined;
  return openRow(id, `oidc_rows/AuthorizationCode/${idHash}`, row.payloadSealed) as {
    readonly clientId: string;
    readonly redirectUri: string;
  };
}

type Begun = Pick<typeof oidcRows.$inferSelect, 'expiresAt' | 'ownerDigest'>;
type Row = Pick<
  typeof oidcRows.$inferSelect,
  'idHash' | 'payloadSealed' | 'grantHash' | 'consumedAt' | 'expiresAt'
>;

/** In ms. */
function keptFor(model: string, payload: AdapterPayload, expiresIn: number): number {
  // AGENCY-7: a code is known for as long as what it led to lives, so that whoever shows it again ends that.
  if (model === 'AuthorizationCode') return (expiresIn + lifetimes.AccessToken) * 1_000;
  const isAnybodys = ['Interaction', 'Session'].includes(model) && accountOf(payload) === null;
  return isAnybodys ? Math.min(expiresIn * 1_000, anonymousMs.asked) : expiresIn * 1_000;
}

/**
 * AGENCY-51: whoever comes with the cookie of a session that has ended is given one anew by each request, of whatever path and however it is
 * answered. As long as nobody signed in by it and no sign-out waits in it, it is as good as none.
 */
function holdsNothing({ accountId, state, authorizations }: AdapterPayload): boolean {
  return [accountId, state, authorizations].every((one) => one === undefined);
}

function grantOf(model: string, id: string, payload: AdapterPayload): string | null {
  if (model === 'Grant') return rowHash.grant(id);
  return ofGrant.has(model) && payload.grantId !== undefined
    ? rowHash.grant(payload.grantId)
    : null;
}

/** Whose a row is; an interaction is nobody's until somebody signed in. */
function accountOf(payload: AdapterPayload): string | null {
  const { result, session } = payload as {
    readonly result?: { readonly login?: { readonly accountId?: string } };
    readonly session?: { readonly accountId?: string };
  };
  return payload.accountId ?? result?.login?.accountId ?? session?.accountId ?? null;
}

function prepareRows(db: Bff['db']) {
  const value = sql.placeholder;
  const columns = {
    idHash: oidcRows.idHash,
    payloadSealed: oidcRows.payloadSealed,
    grantHash: oidcRows.grantHash,
    consumedAt: oidcRows.consumedAt,
    expiresAt: oidcRows.expiresAt,
  };
  const alive = sql`${oidcRows.expiresAt} > ${value('now')}`;
  return {
    // AUTH-12: a request that began before its person's account was deleted leaves nothing of it afterwards.
    upsert: db
      .insert(oidcRows)
      .select(
        sql`SELECT ${value('idHash')}, ${value('model')}, ${value('payloadSealed')}, ${value('grantHash')}, ${value('uidHash')},
          ${value('ownerDigest')}, NULL, ${value('expiresAt')}
          WHERE ${value('accountId')} IS NULL OR EXISTS (SELECT 1 FROM ${accounts} WHERE ${accounts.id} = ${value('accountId')})`,
      )
      .onConflictDoUpdate({
        target: oidcRows.idHash,
        set: {
          payloadSealed: sql`excluded.payload_sealed`,
          grantHash: sql`excluded.grant_hash`,
          uidHash: sql`excluded.uid_hash`,
          ownerDigest: sql`excluded.owner_digest`,
          expiresAt: sql`excluded.expires_at`,
        },
      })
      .prepare(),
    // Asked several times by every call. What Drizzle makes of an answer costs more than SQLite's part of it.
    byId: db.$client.prepare<[idHash: string, now: number], Row>(
      `SELECT id_hash AS idHash, payload_sealed AS payloadSealed, grant_hash AS grantHash, consumed_at AS consumedAt,
        expires_at AS expiresAt FROM oidc_rows WHERE id_hash = ? AND expires_at > ?`,
    ),
    byUid: db
      .select(columns)
      .from(oidcRows)
      .where(and(eq(oidcRows.uidHash, value('uidHash')), eq(oidcRows.model, value('model')), alive))
      .prepare(),
    consume: db
      .update(oidcRows)
      .set({ consumedAt: sql`${value('at')}` })
      .where(and(eq(oidcRows.idHash, value('idHash')), isNull(oidcRows.consumedAt)))
      .prepare(),
    own: db
      .update(oidcRows)
      .set({ ownerDigest: sql`${value('ownerDigest')}` })
      .where(eq(oidcRows.idHash, value('idHash')))
      .prepare(),
    remove: db
      .delete(oidcRows)
      .where(eq(oidcRows.idHash, value('idHash')))
      .prepare(),
    removeByGrant: db
      .delete(oidcRows)
      .where(eq(oidcRows.grantHash, value('grantHash')))
      .prepare(),
    removeRelease: db
      .delete(releases)
      .where(eq(releases.grantHash, value('grantHash')))
      .prepare(),
  };
}
