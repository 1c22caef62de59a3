import type { AccountId } from '@signet/contracts/ids';
import { verifiedAtOf } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { askedLevels, asksForVerified } from './assurance.ts';

const dayMs = 24 * 60 * 60_000;
const days = { d: 1, w: 7, m: 30, y: 365 } as const;

/** Login.gov takes no shorter one. */
const fewestDays = 30;

/** Login.gov's `verified_within` in days; undefined for what is none, or is too short. */
export function withinDays(text: unknown): number | undefined {
  const found = typeof text === 'string' ? /^([1-9]\d{0,3})([dwmy])$/.exec(text) : null;
  if (found === null) return undefined;
  const within = Number(found[1]) * days[found[2] as keyof typeof days];
  return within < fewestDays ? undefined : within;
}

/** Whether what the person proved counts for a request: it stands, and is no older than the agency takes where it asks for it. */
export function countsFor(
  bff: Pick<Bff, 'db' | 'now'>,
  params: Readonly<Record<string, unknown>>,
  accountId: AccountId,
): boolean {
  const since = verifiedAtOf(bff, accountId);
  if (since === undefined) return false;
  const within = withinDays(params['verified_within']);
  if (within === undefined || !asksForVerified(askedLevels(params['acr_values']))) return true;
  return bff.now() - since <= within * dayMs;
}
