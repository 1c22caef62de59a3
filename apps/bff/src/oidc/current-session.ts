import type { Bff } from '../bff.ts';
import { readSession, type SignedInSession } from '../http/session.ts';

/** Who is fully signed in by this Cookie header. Being sent here by an agency does not move the idle limit. */
export function currentSession(
  bff: Pick<Bff, 'db' | 'now'>,
  cookie: string,
): SignedInSession | undefined {
  const session = readSession(bff, { cookie }, { touch: false, onlyReads: false });
  return session?.stage === 'signed-in' && session.accountId !== null
    ? (session as SignedInSession)
    : undefined;
}
