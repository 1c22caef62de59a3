import type { SessionState } from './guards.ts';

export const warnBeforeMs = 2 * 60_000;

/** When this session ends unless it is extended; `never` while it only waits for a second factor to be chosen. */
export function endOf(session: SessionState): number | 'never' | 'ended' {
  if (session.stage === 'enrolling') return 'never';
  if (session.stage !== 'signed-in') return 'ended';
  return Math.min(Date.parse(session.idleEndsAt), Date.parse(session.absoluteEndsAt));
}

/** Whether it would last longer if its person said so: twelve hours after signing in nothing helps (AUTH-8). */
export function mayBeExtended(session: SessionState): boolean {
  return (
    session.stage === 'signed-in' &&
    Date.parse(session.idleEndsAt) < Date.parse(session.absoluteEndsAt)
  );
}
