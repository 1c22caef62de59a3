import type { Browser } from '@playwright/test';
import type { Persona } from '../canary/persona-values.ts';
import type { Plan } from '../../scripts/launch/plan.ts';
import { lastWords, makeAccount, unlock } from './account.ts';
import { watchPage, type Span } from './watch-page.ts';

/** One unlock, in milliseconds. */
export type Unlock = {
  /** From the press of the button to the words that stand in the sealed record. */
  readonly whole: number;
  readonly workerStart: number;
  readonly beginLogin: number;
  readonly finishLogin: number;
  readonly unwrap: number;
  readonly decrypt: number;
  /** Waiting for the bff: three requests, each with a commit on its disk, and the reading of session and vault. */
  readonly requests: number;
  readonly longestTask: number;
};

/** An unlock may be asked for 20 times in ten minutes; the first ones warm up. */
const warmUps = 2;

/** A new account, then its page opened anew and unlocked `times` times, each time at this CPU throttle. */
export async function measureUnlocks(
  browser: Browser,
  plan: Plan,
  wish: { readonly persona: Persona; readonly throttle: number; readonly times: number },
): Promise<readonly Unlock[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await makeAccount(page, plan, wish.persona);
  await watchPage(page, lastWords);
  const devTools = await context.newCDPSession(page);
  const unlocks: Unlock[] = [];
  for (let at = 0; at < wish.times + warmUps; at += 1) {
    await page.goto(`${plan.issuer}/account`);
    await page.getByLabel('Password', { exact: true }).waitFor();
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: wish.throttle });
    await unlock(page);
    await page.getByText(lastWords).waitFor();
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    // A long task is reported after it has ended.
    await page.waitForTimeout(200);
    const spans = await page.evaluate(() => globalThis.benchSpans);
    if (at >= warmUps) unlocks.push(unlockOf(spans));
  }
  await context.close();
  return unlocks;
}

function unlockOf(spans: readonly Span[]): Unlock {
  const pressed = named(spans, 'pressed').begun;
  const seen = named(spans, 'seen').begun;
  const within = spans.filter(({ begun, ended }) => ended >= pressed && begun <= seen);
  const vaultRead = named(within, 'request /api/vault').ended;
  const after = within.filter(({ begun }) => begun >= vaultRead);
  const crypto = after.filter(({ what }) => what !== 'long-task' && !what.startsWith('request '));
  // The vault is open before the next page asks for anything; what comes later opens the record.
  const nextPage = named(after, 'request /api/session').begun;
  const opening = crypto.filter(({ begun }) => begun < nextPage);
  const opened = Math.max(named(opening, 'verify').ended, ...opening.map(({ ended }) => ended));
  const record = crypto.filter(({ begun }) => begun >= nextPage);
  const begun = Math.min(...record.map((span) => span.begun));
  const decrypted = named(record, 'decrypt').ended;
  const long = within.filter(({ what }) => what === 'long-task').map(lengthOf);
  return {
    whole: seen - pressed,
    workerStart: lengthOf(named(within, 'worker-start')),
    beginLogin: lengthOf(named(within, 'begin-login')),
    finishLogin: lengthOf(named(within, 'finish-login')),
    unwrap: opened - vaultRead,
    decrypt: decrypted - begun,
    requests: within
      .filter(({ what }) => what.startsWith('request '))
      .reduce((sum, span) => sum + lengthOf(span), 0),
    longestTask: Math.max(0, ...long),
  };
}

function named(spans: readonly Span[], what: string): Span {
  const found = spans.find((span) => span.what === what);
  if (found === undefined)
    throw new Error(`no "${what}" was seen, only ${spans.map((one) => one.what).join(', ')}`);
  return found;
}

function lengthOf({ begun, ended }: Span): number {
  return ended - begun;
}
