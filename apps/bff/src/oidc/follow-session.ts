import type { Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { AccountId } from '@signet/contracts/ids';
import { dueBeforeSharing } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { isOf, logOutAtAgencies } from '../signals/log-out-at-agencies.ts';
import { currentSession } from './current-session.ts';
import { providerPaths } from './paths.ts';

/**
 * The engine has a session of its own. It ends with the sign-in that it came of: once the person signed out, timed out, is someone else or
 * signed in anew, perhaps by less (AGENCY-36). It is worth nothing either while another password, recovery key or second step comes first: an
 * earlier consent would share without anybody being asked (AUTH-10, AUTH-15, AUTH-22).
 */
export function followSession(bff: Bff, engine: Provider): Middleware {
  return async (ctx, next) => {
    if (ctx.path.startsWith(providerPaths.authorization)) {
      const session = await engine.Session.get(ctx as KoaContextWithOIDC);
      const accountId = session.accountId as AccountId | undefined;
      const current = currentSession(bff, ctx.get('cookie'), 'reads');
      const goesOn =
        current !== undefined && current.accountId === accountId && isOf(current)(session.loginTs);
      if (accountId !== undefined && !goesOn) {
        bff.db.transaction((tx) =>
          logOutAtAgencies(bff, tx, accountId, (signedInAt) => signedInAt === session.loginTs),
        );
        // An answer leads on with a request that may have asked for the new sign-in, and is held to the engine's session: that
        // stays, as nobody's, until the answer says whose it is.
        const isAnswer = ctx.path !== providerPaths.authorization;
        if (isAnswer && current !== undefined) {
          Object.assign(session, { accountId: undefined, loginTs: undefined, authorizations: {} });
          await session.persist();
        }
      } else if (accountId !== undefined && dueBeforeSharing(bff, accountId) !== undefined) {
        await session.destroy();
      }
    }
    await next();
  };
}
