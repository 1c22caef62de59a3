import { and, eq, gt, inArray, isNull, lte, ne, sql } from 'drizzle-orm';
import type { AccountId } from '@signet/contracts/ids';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { builtOnce } from '../db/built-once.ts';
import { waits, waitStops } from '../db/schema.ts';
import { findBrowser, type BrowserTokens } from '../keys/browser-of.ts';
import { tokenHash } from '../keys/keyed-digest.ts';
import { newId, newToken } from '../keys/new-id.ts';
import { notify } from '../mail/notify.ts';
import { writtenToIn } from '../mail/language-of.ts';
import { queueMail } from '../mail/queue-mail.ts';

type Tx = Pick<Bff['db'], 'select' | 'insert' | 'update' | 'delete'>;
export type Wait = typeof waits.$inferSelect;
type Kind = Wait['kind'];

const hour = 60 * 60_000;
const waitMs = 24 * hour;
const openMs = 48 * hour;

const letters = {
  'new-vault': { begun: 'reset-begun', ready: 'reset-ready', page: 'reset/go' },
  'new-second-factor': {
    begun: 'new-second-factor-begun',
    ready: 'new-second-factor-ready',
    page: 'new-second-step',
  },
  'everything-lost': {
    begun: 'everything-lost-begun',
    ready: 'everything-lost-ready',
    page: 'new-second-step',
  },
} as const;

/** What takes second factors off: for whoever knows the password, and for whoever may reset the account by mail alone. */
export const forSecondFactor = ['new-second-factor', 'everything-lost'] as const;
/** Neither says anything without the other, so that one link stops both. */
const resetWithoutAny: readonly Kind[] = ['new-vault', 'everything-lost'];

/** AUTH-21: a day from now, whatever a stranger asks meanwhile: asking again neither shortens nor prolongs it. */
export function beginWait(bff: Bff, tx: Tx, accountId: AccountId, kind: Kind): Wait {
  const now = bff.now();
  const running = runningWait(bff, tx, accountId, kind);
  if (running !== undefined) {
    recordEvent(tx, now, 'wait.begun', accountId, { kind });
    notify(bff, tx, accountId, 'wait-running', 'sign-in');
    return running;
  }
  tx.delete(waits)
    .where(and(eq(waits.accountId, accountId), eq(waits.kind, kind)))
    .run();
  const readyAt = now + waitMs;
  const wait: Wait = {
    id: newId('wai'),
    accountId,
    kind,
    begunAt: now,
    readyAt,
    endsAt: readyAt + openMs,
    goOnHash: null,
    confirmedBy: null,
  };
  tx.insert(waits).values(wait).run();
  recordEvent(tx, now, 'wait.begun', accountId, { kind });
  notify(bff, tx, accountId, letters[kind].begun, stopPage(tx, wait));
  return wait;
}

/** Only its hash is kept, so that whoever is told later gets a link of their own. */
function stopPage(tx: Pick<Tx, 'insert'>, { id }: Wait): string {
  const token = newToken();
  tx.insert(waitStops)
    .values({ tokenHash: tokenHash(token), waitId: id })
    .run();
  return `stop#token=${token}`;
}

/** An address was confirmed: it gets what goes on in every wait that is open, and can stop it like those that were told of the beginning. */
export function tellOfWaits(bff: Bff, tx: Tx, accountId: AccountId, address: string): void {
  const open = tx
    .select()
    .from(waits)
    .where(and(eq(waits.accountId, accountId), gt(waits.endsAt, bff.now())))
    .all();
  const language = writtenToIn(tx, accountId);
  for (const wait of open) {
    const link = `${bff.config.issuer}/${stopPage(tx, wait)}`;
    const letter = { kind: 'wait-begun-before', link, since: wait.begunAt } as const;
    queueMail(bff, tx, address, letter, language);
  }
}

export function runningWait(bff: Bff, tx: Tx, accountId: AccountId, kind: Kind): Wait | undefined {
  return tx
    .select()
    .from(waits)
    .where(and(eq(waits.accountId, accountId), eq(waits.kind, kind), gt(waits.endsAt, bff.now())))
    .get();
}

/**
 * Who lost everything waits twice (AUTH-21): the reset, if it is still open, stays so for as long as the second wait, or whoever opened
 * its link late would have waited for nothing.
 */
export function beginToWaitTwice(bff: Bff, tx: Tx, accountId: AccountId): Wait {
  const second = beginWait(bff, tx, accountId, 'everything-lost');
  const endsAt = second.readyAt + openMs;
  tx.update(waits)
    .set({ endsAt: sql`max(${waits.endsAt}, ${endsAt})` })
    .where(
      and(eq(waits.accountId, accountId), eq(waits.kind, 'new-vault'), gt(waits.endsAt, bff.now())),
    )
    .run();
  return second;
}

/** Sends the link of every wait whose day is over. Only what is sent then goes on: the first letter's link can only stop. */
export function tellReady(bff: Bff): void {
  const now = bff.now();
  bff.db.transaction((tx) => {
    const ready = tx
      .select()
      .from(waits)
      .where(and(lte(waits.readyAt, now), isNull(waits.goOnHash)))
      .all();
    for (const { id, accountId, kind } of ready) {
      const token = newToken();
      tx.update(waits)
        .set({ goOnHash: tokenHash(token), endsAt: now + openMs })
        .where(eq(waits.id, id))
        .run();
      notify(bff, tx, accountId, letters[kind].ready, `${letters[kind].page}#token=${token}`);
    }
  });
}

/** The wait whose last link this token is, as long as it is open. */
export function readyWait(
  tx: Tx,
  kinds: readonly Kind[],
  token: string,
  now: number,
): Wait | undefined {
  return tx
    .select()
    .from(waits)
    .where(
      and(
        inArray(waits.kind, kinds),
        eq(waits.goOnHash, tokenHash(token)),
        lte(waits.readyAt, now),
        gt(waits.endsAt, now),
      ),
    )
    .get();
}

const opened = builtOnce((db) =>
  db
    .select({ id: waits.id })
    .from(waits)
    .where(
      and(
        eq(waits.accountId, sql.placeholder('accountId')),
        eq(waits.kind, 'new-vault'),
        eq(waits.confirmedBy, sql.placeholder('browser')),
        gt(waits.endsAt, sql.placeholder('now')),
      ),
    )
    .prepare(),
);

/** Whether the link of a reset that nobody stopped was opened in this browser. Looked up for addresses without an account too. */
export function openedReset(
  { db, now }: Pick<Bff, 'db' | 'now'>,
  accountId: AccountId,
  tokens: BrowserTokens,
): boolean {
  const find = (browser: string) => opened(db).get({ accountId, browser, now: now() });
  return findBrowser(accountId, tokens, find) !== undefined;
}

const stopping = builtOnce((db) =>
  db
    .delete(waits)
    .where(
      and(
        eq(waits.accountId, sql.placeholder('accountId')),
        ne(waits.kind, sql.placeholder('except')),
      ),
    )
    .returning()
    .prepare(),
);

/** Whoever signed in with both factors has lost neither: what was asked for in their name ends. */
export function stopWaits(bff: Bff, tx: Tx, accountId: AccountId, except?: Kind): void {
  const stopped = stopping(tx).all({ accountId, except: except ?? '' });
  for (const { kind } of stopped) told(bff, tx, accountId, kind);
}

/** Of whoever was told of it. */
export function stopWaitBy(bff: Bff, tx: Tx, token: string): boolean {
  const stopped = tx
    .delete(waits)
    .where(
      inArray(
        waits.id,
        tx
          .select({ id: waitStops.waitId })
          .from(waitStops)
          .where(eq(waitStops.tokenHash, tokenHash(token))),
      ),
    )
    .returning()
    .get();
  if (stopped === undefined) return false;
  if (resetWithoutAny.includes(stopped.kind))
    tx.delete(waits)
      .where(and(eq(waits.accountId, stopped.accountId), inArray(waits.kind, resetWithoutAny)))
      .run();
  told(bff, tx, stopped.accountId, stopped.kind);
  return true;
}

function told(bff: Bff, tx: Tx, accountId: AccountId, kind: Kind): void {
  recordEvent(tx, bff.now(), 'wait.stopped', accountId, { kind });
  notify(bff, tx, accountId, 'wait-stopped', 'sign-in');
}

export function forgetWaits(tx: Pick<Tx, 'delete'>, at: number): void {
  tx.delete(waits).where(lte(waits.endsAt, at)).run();
}
