import type { Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { changeDue } from '../accounts.ts';
import type { Bff } from '../bff.ts';
import { currentSession } from './current-session.ts';
import { providerPaths } from './paths.ts';

/**
 * The engine has a session of its own. It is worth nothing once the person signed out, timed out, or is someone else; nor while another
 * password or recovery key comes first: an earlier consent would share without anybody being asked (AUTH-10, AUTH-22).
 */
export function followSession(bff: Bff, engine: Provider): Middleware {
  return async (ctx, next) => {
    if (ctx.path.startsWith(providerPaths.authorization)) {
      const session = await engine.Session.get(ctx as KoaContextWithOIDC);
      const current = currentSession(bff, ctx.get('cookie'));
      const stands =
        current !== undefined &&
        session.accountId === current.accountId &&
        changeDue(bff, current.accountId) === null;
      if (session.accountId !== undefined && !stands) await session.destroy();
    }
    await next();
  };
}
