import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { devices, disavowals } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { setDeviceCookie } from '../http/session.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import { notify } from '../mail/notify.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;

const day = 24 * 60 * 60_000;
const rememberedMs = 365 * day;
const disavowalMs = 7 * day;

/** One browser has one token and, in the database, another hash for every account: nobody sees there that two share a browser. */
function hashOf(accountId: AccountId, token: string): string {
  return tokenHash(`${accountId}\0${token}`);
}

const remembered = builtOnce((db) =>
  db
    .select({ tokenHash: devices.tokenHash })
    .from(devices)
    .where(
      and(
        eq(devices.tokenHash, sql.placeholder('tokenHash')),
        gt(devices.lastUsedAt, sql.placeholder('since')),
      ),
    )
    .prepare(),
);

const using = builtOnce((db) =>
  db
    .update(devices)
    .set({ lastUsedAt: sql`${sql.placeholder('now')}` })
    .where(eq(devices.tokenHash, sql.placeholder('tokenHash')))
    .prepare(),
);

/** AUTH-22: the browser, if this account was signed in there within a year. Looked up for addresses without an account too. */
export function knownDevice(
  { db, now }: { readonly db: Pick<Bff['db'], 'select'>; readonly now: Bff['now'] },
  accountId: AccountId,
  token: string | undefined,
): string | undefined {
  const since = now() - rememberedMs;
  return remembered(db).get({ tokenHash: hashOf(accountId, token ?? ''), since })?.tokenHash;
}

/** Somebody signed in: the browser is known from now on, and if it was not before, the owner is told and can say that it was not them. */
export function rememberDevice(bff: Bff, tx: Tx, accountId: AccountId, call: Call): void {
  const now = bff.now();
  const known = knownDevice({ db: tx, now: bff.now }, accountId, call.device);
  if (known !== undefined) {
    using(tx).run({ now, tokenHash: known });
    return;
  }
  const isFirst =
    tx.select().from(devices).where(eq(devices.accountId, accountId)).get() === undefined;
  const token = call.device ?? newToken();
  const fresh = { tokenHash: hashOf(accountId, token), accountId, firstUsedAt: now };
  tx.insert(devices)
    .values({ ...fresh, lastUsedAt: now })
    .onConflictDoUpdate({ target: devices.tokenHash, set: { lastUsedAt: now } })
    .run();
  call.setCookie(setDeviceCookie(token));
  if (isFirst) return;
  const disavowal = newToken();
  const expiresAt = now + disavowalMs;
  tx.insert(disavowals)
    .values({ tokenHash: tokenHash(disavowal), accountId, expiresAt })
    .run();
  notify(bff, tx, accountId, 'new-device', `not-me#token=${disavowal}`);
}

export function forgetDevices(tx: Pick<Tx, 'delete'>, at: number): void {
  tx.delete(devices)
    .where(lte(devices.lastUsedAt, at - rememberedMs))
    .run();
  tx.delete(disavowals).where(lte(disavowals.expiresAt, at)).run();
}
