import type { Context, Middleware } from 'koa';
import { readBytes } from '../http/read-body.ts';
import { providerPaths } from './paths.ts';

const longestBody = 16 * 1_024;

/** OpenID Connect Core §3.1.2.1, RP-Initiated Logout 1.0 §2: where an agency may send a browser by POST as well as by GET. */
const takesBoth: readonly string[] = [providerPaths.authorization, providerPaths.end_session];

/**
 * Browsers send no `SameSite=Lax` cookie with a POST from elsewhere, so such a request comes again as the GET that it also could have
 * been: to this very path and nowhere else.
 */
export function redirectPosts(): Middleware {
  return async (ctx, next) => {
    if (!takesBoth.includes(ctx.path) || ctx.method !== 'POST') return next();
    const query = await readForm(ctx);
    if (query === undefined) {
      ctx.throw(400);
      return;
    }
    ctx.status = 303;
    ctx.set('location', `${ctx.path}?${query}`);
    ctx.body = '';
  };
}

/** Parameters as they were, repeated ones too, which the engine refuses. */
async function readForm(ctx: Context): Promise<string | undefined> {
  const form = 'application/x-www-form-urlencoded';
  if (ctx.is(form) !== form) return undefined;
  const body = await readBytes(ctx.req, longestBody);
  return body.ok ? new URLSearchParams(body.value.toString()).toString() : undefined;
}
