import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { AccountId } from '@signet/contracts/ids';
import type { sessionOperations } from '@signet/contracts/session';
import { log } from '../audit/log.ts';
import type { Call, Verb } from '../http/mount-operation.ts';
import { endSession } from '../session/session-verbs.ts';
import type { OidcProvider } from './provider.ts';

/**
 * AGENCY-36: whoever signs out here is signed out at the agencies that asked to be told (OpenID Connect Back-Channel Logout
 * 1.0). They are told afterwards (send-logouts.ts): the person does not wait for them.
 */
export function endSessionAtAgencies(
  provider: Pick<OidcProvider, 'engine'>,
): Verb<typeof sessionOperations.endSession> {
  return async (bff, input, call) => {
    const known = await knownHere(provider.engine, call.node).catch(() => log('unexpected-error'));
    return endSession(bff, input, call, known ?? undefined);
  };
}

/** Whom the engine knows in this browser, and by which sign-in. */
async function knownHere(engine: Provider, { incoming, outgoing }: Call['node']) {
  const context = engine.createContext(incoming, outgoing) as unknown as KoaContextWithOIDC;
  const { accountId, loginTs } = await engine.Session.get(context);
  return accountId === undefined ? undefined : { accountId: accountId as AccountId, loginTs };
}
