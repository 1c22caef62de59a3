import type { Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Bff } from '../bff.ts';
import { currentSession } from './current-session.ts';
import { providerPaths } from './paths.ts';

/** The engine has a session of its own. It is worth nothing once the person signed out, timed out, or is someone else. */
export function followSession(bff: Bff, engine: Provider): Middleware {
  return async (ctx, next) => {
    if (ctx.path.startsWith(providerPaths.authorization)) {
      const session = await engine.Session.get(ctx as KoaContextWithOIDC);
      const current = currentSession(bff, ctx.get('cookie'));
      if (session.accountId !== undefined && session.accountId !== current?.accountId) {
        await session.destroy();
      }
    }
    await next();
  };
}
