import type { Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { endSession } from '../http/session.ts';
import { isOf, logOutAtAgencies } from '../signals/log-out-at-agencies.ts';
import { currentSession } from './current-session.ts';
import { providerPaths } from './paths.ts';

/**
 * A confirmed sign-out that an agency asked for ends everything: the engine's session, Signet's own, and the codes
 * and access tokens that came of it.
 */
export function endWithSession(bff: Bff, engine: Provider): Middleware {
  return async (ctx, next) => {
    await next();
    if (ctx.path !== `${providerPaths.end_session}/confirm`) return;
    const ended = (ctx as KoaContextWithOIDC).oidc?.session;
    if (ended?.accountId === undefined || !('destroyed' in ended)) return;
    for (const { grantId } of Object.values(ended.authorizations ?? {})) {
      if (grantId !== undefined) await engine.AccessToken.revokeByGrantId(grantId);
    }
    const accountId = ended.accountId as AccountId;
    const current = currentSession(bff, ctx.get('cookie'), 'ends');
    const own = current?.accountId === accountId ? current : undefined;
    bff.db.transaction((tx) => {
      if (own !== undefined) ctx.append('set-cookie', endSession(tx, bff.now(), own));
      logOutAtAgencies(
        bff,
        tx,
        accountId,
        (signedInAt) =>
          signedInAt === ended.loginTs || (own !== undefined && isOf(own)(signedInAt)),
      );
    });
  };
}
