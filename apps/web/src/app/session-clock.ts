import type { SessionState } from './guards.ts';

export const warnBeforeMs = 2 * 60_000;

/** One with an end to look after: the first factor was given, so there is an account, and perhaps a key that waits in this tab. */
export type Begun = Extract<SessionState, { readonly now: string }>;

export function isBegun(session: SessionState): session is Begun {
  return session.stage !== 'none' && session.stage !== 'sign-up';
}

/** When it ends unless it is extended. */
export function endOf({ idleEndsAt, absoluteEndsAt }: Begun): number {
  return Math.min(Date.parse(idleEndsAt), Date.parse(absoluteEndsAt));
}

/** Whether it would last longer if its person said so: twelve hours after signing in nothing helps (AUTH-8). */
export function mayBeExtended({ idleEndsAt, absoluteEndsAt }: Begun): boolean {
  return Date.parse(idleEndsAt) < Date.parse(absoluteEndsAt);
}
