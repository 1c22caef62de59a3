import type { Middleware } from 'koa';
import { providerPaths } from './paths.ts';

/** Metadata that says what is so: the engine lists response modes that no client here may use. */
export function tellTheTruth(): Middleware {
  return async (ctx, next) => {
    await next();
    const isMetadata = ctx.path.startsWith('/.well-known/');
    if (ctx.status !== 200 || !(isMetadata || ctx.path === providerPaths.jwks)) return;
    ctx.set('cache-control', 'public, max-age=3600');
    if (isMetadata && typeof ctx.body === 'object') {
      ctx.body = { ...ctx.body, response_modes_supported: ['query'] };
    }
  };
}
