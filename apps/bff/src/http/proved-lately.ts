import type { Bff } from '../bff.ts';
import type { Session } from './session.ts';

const longEnoughMs = 15 * 60_000;

/**
 * Whether the password, or the recovery key in its place, was proved in this session within a quarter of an hour. A stolen
 * session alone cannot change what opens the vault (AUTH-11).
 */
export function provedLately({ now }: Pick<Bff, 'now'>, { secretProvedAt }: Session): boolean {
  return secretProvedAt !== null && now() - secretProvedAt < longEnoughMs;
}

/**
 * The first second factor follows the password of the same session; a further one is a change of what signs in, for which a
 * stolen session is not enough (AUTH-11).
 */
export function mayAddSecondFactor(bff: Pick<Bff, 'now'>, session: Session): boolean {
  return session.stage === 'enrolling' || provedLately(bff, session);
}
