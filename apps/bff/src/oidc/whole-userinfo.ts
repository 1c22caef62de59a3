import type { Middleware } from 'koa';
import { providerPaths } from './paths.ts';
import { readForm } from './read-form.ts';

/**
 * OpenID Connect Core §5.3.2: `sub` is in every answer of userinfo. By a `scope` of its own the engine narrows the answer, also to one without
 * it. That is a parameter which §5.3.1 does not have, so it is left aside as every other that is not known.
 */
export function answerWholeUserinfo(): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== providerPaths.userinfo) return next();
    if (ctx.method === 'POST') delete (await readForm(ctx))?.['scope'];
    else if (ctx.query['scope'] !== undefined) {
      const { scope: _narrower, ...rest } = ctx.query;
      ctx.query = rest;
    }
    return next();
  };
}
