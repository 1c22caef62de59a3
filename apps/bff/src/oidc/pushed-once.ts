import { and, eq, gt, sql } from 'drizzle-orm';
import { errors, type Adapter } from 'oidc-provider';
import type { Bff } from '../bff.ts';
import type { Db } from '../db/open.ts';
import { longestInteractionMs } from './lifetimes.ts';
import { rowHash } from './row-hash.ts';
import { usedOnce } from './schema.ts';

const hashOf = (id: string) => rowHash.id('PushedAuthorizationRequest', id);

/**
 * RFC 9126 §4: a pushed request gives one code, in however many tabs it was opened within its minute, and whatever becomes of the account of
 * whoever had it. The engine looks at that when it is answered, often long after the row is gone. So that it was used is noted apart from
 * the row, which may say who somebody is: a digest and an end, of nobody.
 */
export function givesOneCode(rows: Adapter, { db, now }: Pick<Bff, 'db' | 'now'>): Adapter {
  const using = db
    .insert(usedOnce)
    .values({ idHash: sql.placeholder('idHash'), expiresAt: sql.placeholder('expiresAt') })
    .onConflictDoNothing()
    .prepare();
  const isUsed = (id: string) =>
    db
      .select({ idHash: usedOnce.idHash })
      .from(usedOnce)
      .where(and(eq(usedOnce.idHash, hashOf(id)), gt(usedOnce.expiresAt, now())))
      .get() !== undefined;

  return {
    ...rows,
    async find(id) {
      // To begin anything, one whose row is gone is too old. To be answered it must be there, or nobody asks whether it was used.
      const found = (await rows.find(id)) ?? { jti: id, exp: 1 };
      return isUsed(id) ? { ...found, consumed: true } : found;
    },
    async consume(id) {
      // Whatever began by now has ended by then, or goes on by keepUsed.
      const expiresAt = now() + longestInteractionMs;
      if (using.run({ idHash: hashOf(id), expiresAt }).changes === 0)
        throw new errors.InvalidRequestUri('request_uri was already used');
    },
  };
}

/** What a pushed request began lives until then: so long it is known that it was used, if it was. */
export function keepUsed(tx: Pick<Db, 'update'>, id: string, until: number): void {
  tx.update(usedOnce)
    .set({ expiresAt: sql`max(${usedOnce.expiresAt}, ${until})` })
    .where(eq(usedOnce.idHash, hashOf(id)))
    .run();
}
