import type { Page } from '@playwright/test';
import { inTheDatabase } from './house-database.ts';

/** A quarter of an hour is over for every code that a telephone could scan. */
export function letTheQuarterHourPass(): void {
  inTheDatabase(`UPDATE hand_offs SET expires_at = ${Date.now() - 1_000}`);
}

/** Nobody did anything for so long: of the quarter of an hour after which one is signed out, so many seconds are left. */
export function letTheSessionAge(secondsLeft: number): void {
  inTheDatabase(`UPDATE sessions SET idle_ends_at = ${Date.now() + secondsLeft * 1_000}`);
}

/** Everybody signed in so long ago that so many seconds are left of the twelve hours. */
export function letTheDayOfWorkEnd(secondsLeft: number): void {
  inTheDatabase(`UPDATE sessions SET absolute_ends_at = ${Date.now() + secondsLeft * 1_000}`);
}

/** Nobody left, but the password was entered longer ago than it counts. */
export function letTheProofAge(): void {
  inTheDatabase(`UPDATE sessions SET secret_proved_at = ${Date.now() - 16 * 60_000}`);
}

/** A tab that was in the background, or on a computer that slept, is looked at again. */
export async function comeBackTo(tab: Page): Promise<void> {
  await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

/** The day that a reset or a new second step takes is over for everybody who waits. Nothing in Signet itself can shorten it. */
export function letTheDayPass(): void {
  inTheDatabase(`UPDATE waits SET ready_at = ${Date.now() - 1_000}`);
}

/** Much use: so many entries more of whomever something happened to last. */
export function letMuchHappen(times: number): void {
  inTheDatabase(`
    INSERT INTO audit_events (at, event, account_id, details)
      WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${times})
      SELECT ${Date.now()}, 'vault.record-written', last.account_id, json_object('purpose', 'proofing-draft', 'manifestVersion', n)
      FROM counted, (SELECT account_id FROM audit_events WHERE account_id IS NOT NULL ORDER BY id DESC LIMIT 1) AS last`);
}

/** Everybody proved who they are so many days earlier. */
export function letWhatWasProvedAge(days: number): void {
  inTheDatabase(`UPDATE accounts SET verified_at = verified_at - ${days * 86_400_000}`);
}
