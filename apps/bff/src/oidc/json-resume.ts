import type { Middleware } from 'koa';
import { providerPaths } from './paths.ts';

/**
 * Our own pages fetch the resume route and learn where it leads, so that they can append K to the code and go there
 * themselves. Any other caller is redirected as usual.
 */
export function answerJsonToFetch(issuer: string): Middleware {
  return async (ctx, next) => {
    await next();
    const location = ctx.response.get('location');
    // An error that can be told to no agency leads nowhere: the page reads the status.
    if (!ctx.path.startsWith(`${providerPaths.authorization}/`) || !location) return;
    if (ctx.accepts('html', 'json') !== 'json') return;
    const site = ctx.get('sec-fetch-site');
    if (site !== '' && site !== 'same-origin') return;
    ctx.remove('location');
    ctx.status = 200;
    ctx.body = { location: new URL(location, issuer).href };
  };
}
