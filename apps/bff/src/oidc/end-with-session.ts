import type { Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Bff } from '../bff.ts';
import { endSession } from '../http/session.ts';
import { currentSession } from './current-session.ts';
import { providerPaths } from './paths.ts';

/**
 * A confirmed sign-out that an agency asked for ends everything: the engine's session, Signet's own, and the access tokens
 * that came of it.
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
    const current = currentSession(bff, ctx.get('cookie'));
    if (current?.accountId !== ended.accountId) return;
    bff.db.transaction((tx) => {
      ctx.append('set-cookie', endSession(tx, bff.now(), current));
    });
  };
}
