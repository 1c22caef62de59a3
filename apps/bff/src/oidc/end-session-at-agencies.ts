import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { sessionOperations } from '@signet/contracts/session';
import { log } from '../audit/log.ts';
import type { Verb } from '../http/mount-operation.ts';
import { endSession } from '../session/session-verbs.ts';
import type { OidcProvider } from './provider.ts';

type Node = Parameters<Verb<typeof sessionOperations.endSession>>[2]['node'];

/**
 * AGENCY-36: whoever signs out here is signed out at the agencies that asked to be told (OpenID Connect Back-Channel Logout
 * 1.0). They are told afterwards (send-logouts.ts): the person does not wait for them.
 */
export function endSessionAtAgencies(
  provider: Pick<OidcProvider, 'engine'>,
): Verb<typeof sessionOperations.endSession> {
  return async (bff, input, call) => {
    const ended = await endSession(bff, input, call);
    await tellAgencies(provider.engine, call.node).catch(() => log('backchannel-logout-failed'));
    return ended;
  };
}

async function tellAgencies(engine: Provider, { incoming, outgoing }: Node): Promise<void> {
  const context = engine.createContext(incoming, outgoing) as unknown as KoaContextWithOIDC;
  const session = await engine.Session.get(context);
  const { accountId } = session;
  if (accountId === undefined) return;
  const clientIds = Object.keys(session.authorizations ?? {});
  await session.destroy();
  for (const clientId of clientIds) {
    const client = (await engine.Client.find(clientId)) as LogoutClient | undefined;
    if (client?.backchannelLogoutUri === undefined) continue;
    await client
      .backchannelLogout(accountId, session.sidFor(clientId))
      .catch(() => log('backchannel-logout-failed'));
  }
}

type LogoutClient = {
  readonly backchannelLogoutUri?: string;
  backchannelLogout(accountId: string, sid: string | undefined): Promise<void>;
};
