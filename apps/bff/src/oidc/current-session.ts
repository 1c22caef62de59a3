import type { Bff } from '../bff.ts';
import { readSession, type SignedInSession } from '../http/session.ts';

/** Who is fully signed in by this Cookie header. Being sent here by an agency does not move the idle limit. */
export function currentSession(
  bff: Pick<Bff, 'db' | 'now' | 'config'>,
  cookie: string,
): SignedInSession | undefined {
  const request = new Request(bff.config.issuer, { headers: { cookie } });
  const session = readSession(bff, request, false);
  return session?.stage === 'signed-in' && session.accountId !== null
    ? (session as SignedInSession)
    : undefined;
}
