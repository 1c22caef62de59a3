import { and, eq, gt, sql } from 'drizzle-orm';
import { errors, Provider, type Adapter } from 'oidc-provider';
import type { Bff } from '../bff.ts';
import type { DueWrites } from './due-writes.ts';
import { rowHash } from './row-hash.ts';
import { usedOnce } from './schema.ts';

type Parts = Pick<Bff, 'db' | 'now'> & {
  readonly dueWrites: Pick<DueWrites, 'later' | 'commit'>;
};

/**
 * The engine forgets a proof (RFC 9449 §11.1) five minutes after it was shown, and takes one that is dated up to five minutes ahead: so long it
 * would be taken again, and one of now in the last second.
 */
const aheadMs = 301_000;

/** Assertions and proofs that count once: the second writer of the same one loses, even when both looked first. */
export function rememberUsed({ db, now, dueWrites }: Parts): Pick<Adapter, 'upsert' | 'find'> {
  const idHash = sql.placeholder('idHash');
  const writing = db
    .insert(usedOnce)
    .values({ idHash, expiresAt: sql.placeholder('expiresAt') })
    .onConflictDoNothing()
    .prepare();
  const finding = db
    .select({ expiresAt: usedOnce.expiresAt })
    .from(usedOnce)
    .where(and(eq(usedOnce.idHash, idHash), gt(usedOnce.expiresAt, sql.placeholder('now'))))
    .prepare();
  const hashOf = (id: string) => rowHash.id('ReplayDetection', id);

  return {
    async upsert(id, _payload, expiresIn = 0) {
      // RFC 7519 §2: whoever made it may have counted in fractions of a second, and the column has whole numbers.
      const row = { idHash: hashOf(id), expiresAt: Math.ceil(now() + expiresIn * 1_000) + aheadMs };
      const atUserinfo = Provider.ctx?.oidc.route === 'userinfo';
      const write = () => {
        if (writing.run(row).changes === 0) throw alreadyUsed(atUserinfo);
      };
      if (!dueWrites.later(write)) await dueWrites.commit(write);
    },
    async find(id) {
      const found = finding.get({ idHash: hashOf(id), now: now() });
      return found && { exp: Math.floor(found.expiresAt / 1_000) };
    },
  };
}

/** At userinfo it was the proof of possession beside a token. */
function alreadyUsed(atUserinfo: boolean): errors.OIDCProviderError {
  return atUserinfo
    ? new errors.InvalidToken('a proof must only be used once')
    : new errors.InvalidClientAuth('client assertion tokens must only be used once');
}
