import { and, desc, eq, gt, lte, sql, type SQL } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { devices, disavowals } from '../db/schema.ts';
import type { Call } from '../http/mount-operation.ts';
import { setDeviceCookie } from '../http/session.ts';
import { browserOf, findBrowser, tokensKnownBy, type BrowserTokens } from '../keys/browser-of.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newToken } from '../keys/new-id.ts';
import { forgetSubjects } from '../limits/forget-subjects.ts';
import { guessedFrom } from '../limits/guesses.ts';
import { notify } from '../mail/notify.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;

const day = 24 * 60 * 60_000;
const rememberedMs = 365 * day;
export const disavowalMs = 7 * day;

const remembered = builtOnce((db) =>
  db
    .select({ tokenHash: devices.tokenHash, firstUsedAt: devices.firstUsedAt })
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
    .set({ lastUsedAt: sql`${sql.placeholder('now')}`, client: sql`${sql.placeholder('client')}` })
    .where(eq(devices.tokenHash, sql.placeholder('tokenHash')))
    .prepare(),
);

const knowing = builtOnce((db) =>
  db
    .insert(devices)
    .values({
      tokenHash: sql.placeholder('tokenHash'),
      accountId: sql.placeholder('accountId'),
      client: sql`${sql.placeholder('client')}`,
      firstUsedAt: sql.placeholder('firstUsedAt'),
      lastUsedAt: sql.placeholder('lastUsedAt'),
    })
    .onConflictDoUpdate({
      target: devices.tokenHash,
      set: {
        client: sql`excluded.client`,
        firstUsedAt: sql`excluded.first_used_at`,
        lastUsedAt: sql`excluded.last_used_at`,
      },
    })
    .prepare(),
);

const disavowable = builtOnce((db) =>
  db
    .insert(disavowals)
    .values({
      tokenHash: sql.placeholder('tokenHash'),
      accountId: sql.placeholder('accountId'),
      since: sql.placeholder('since'),
      expiresAt: sql.placeholder('expiresAt'),
    })
    .prepare(),
);

type Parts = { readonly db: Pick<Bff['db'], 'select'>; readonly now: Bff['now'] };

/** AUTH-22: the browser, if this account was signed in there within a year. Looked up for addresses without an account too. */
export function knownDevice(
  parts: Parts,
  accountId: AccountId,
  tokens: BrowserTokens,
): string | undefined {
  return findKnown(parts, accountId, tokens)?.tokenHash;
}

function findKnown({ db, now }: Parts, accountId: AccountId, tokens: BrowserTokens) {
  const since = now() - rememberedMs;
  return findBrowser(accountId, tokens, (hash) => remembered(db).get({ tokenHash: hash, since }));
}

/**
 * Somebody signed in: the browser is known from now on, and if it was not before, the owner is told and can say that it was not them.
 * That no browser is known any more makes none the first: only the one that completes a new account is no news.
 */
export function rememberDevice(
  bff: Bff,
  tx: Tx,
  accountId: AccountId,
  call: Call,
  isNewAccount: boolean,
  known = knownDevice({ db: tx, now: bff.now }, accountId, call.device),
): void {
  const now = bff.now();
  if (known !== undefined) {
    using(tx).run({ now, tokenHash: known, client: JSON.stringify(call.client) });
    // The browser keeps it for as long as we remember, from now on.
    call.setCookie(setDeviceCookie(tokensKnownBy(accountId, call.device, known).tokens));
    return;
  }
  know(tx, now, accountId, call);
  if (isNewAccount) return;
  const disavowal = newToken();
  const expiresAt = now + disavowalMs;
  disavowable(tx).run({ tokenHash: tokenHash(disavowal), accountId, since: now, expiresAt });
  notify(bff, tx, accountId, 'new-device', `not-me#token=${disavowal}`);
}

function know(
  tx: Pick<Tx, 'insert'>,
  now: number,
  accountId: AccountId,
  call: Call,
  firstUsedAt = now,
): void {
  const { tokens, hash } = tokensKnownBy(accountId, call.device, undefined);
  knowing(tx).run({
    tokenHash: hash,
    accountId,
    client: JSON.stringify(call.client),
    firstUsedAt,
    lastUsedAt: now,
  });
  call.setCookie(setDeviceCookie(tokens));
}

/** All that is kept of the browsers of an account, the one used last first. */
export function knownBrowsers(
  db: Pick<Bff['db'], 'select'>,
  accountId: AccountId,
  tokens: BrowserTokens,
) {
  const here = new Set(tokens.map((token) => browserOf(accountId, token)));
  return db
    .select()
    .from(devices)
    .where(eq(devices.accountId, accountId))
    .orderBy(desc(devices.lastUsedAt))
    .all()
    .map(({ tokenHash: hash, ...kept }) => ({ ...kept, current: here.has(hash) }));
}

/**
 * Every browser but the one that asks, which is known since when it was, as whose links are whose goes by that (AUTH-19), and by another
 * token: whoever has a copy of the one before is a stranger as well (AUTH-22). One that was not known is none of the owner's by this.
 */
export function forgetOtherBrowsers(bff: Bff, tx: Tx, accountId: AccountId, call: Call): void {
  const known = findKnown({ db: tx, now: bff.now }, accountId, call.device);
  forgetBrowsers(bff, tx, eq(devices.accountId, accountId));
  if (known === undefined) return;
  const device = call.device.filter((token) => browserOf(accountId, token) !== known.tokenHash);
  know(tx, bff.now(), accountId, { ...call, device }, known.firstUsedAt);
}

/** With what was guessed there: that is counted for a year, and found by the browser's hash alone. */
export function forgetBrowsers(
  bff: Pick<Bff, 'keys'>,
  tx: Pick<Tx, 'delete'>,
  which: SQL | undefined,
): void {
  const gone = tx.delete(devices).where(which).returning({ hash: devices.tokenHash }).all();
  forgetSubjects(
    bff,
    tx,
    gone.map(({ hash }) => guessedFrom.device(hash)),
  );
}

export function forgetUnused(bff: Pick<Bff, 'keys'>, tx: Pick<Tx, 'delete'>, at: number): void {
  forgetBrowsers(bff, tx, lte(devices.lastUsedAt, at - rememberedMs));
  tx.delete(disavowals).where(lte(disavowals.expiresAt, at)).run();
}
