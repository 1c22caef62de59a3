import type { Bff } from '../bff.ts';
import { readSession, type Asked, type SignedInSession } from '../http/session.ts';

/** Who is fully signed in by this Cookie header. Being sent here by an agency does not move the idle limit. */
export function currentSession(
  bff: Pick<Bff, 'db' | 'now'>,
  cookie: string,
  asked: Asked,
): SignedInSession | undefined {
  const session = readSession(bff, { cookie }, asked);
  return session?.stage === 'signed-in' && session.accountId !== null
    ? (session as SignedInSession)
    : undefined;
}
