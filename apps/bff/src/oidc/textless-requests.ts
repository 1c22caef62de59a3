import type { Middleware } from 'koa';
import { providerPaths } from './paths.ts';
import { readForm } from './read-form.ts';

/** What the engine cannot read either, and refuses as it refuses everything that is no signed request. */
const unreadable = 'textless';

/**
 * AGENCY-32: before it looks at a signature the engine makes a text of each member of a signed request (RFC 9101), of one that is pushed
 * (RFC 9126 §3) too. One of which none can be made, by whomever, would end in an error of ours.
 */
export function refuseTextless(): Middleware {
  return async (ctx, next) => {
    if (ctx.path === providerPaths.authorization && isTextless(ctx.query['request']))
      ctx.query = { ...ctx.query, request: unreadable };
    if (ctx.path === providerPaths.pushed_authorization_request && ctx.method === 'POST') {
      const pushed = await readForm(ctx);
      if (pushed !== undefined && isTextless(pushed['request'])) pushed['request'] = unreadable;
    }
    await next();
  };
}

function isTextless(request: unknown): boolean {
  if (typeof request !== 'string') return false;
  const [, payload = ''] = request.split('.');
  try {
    // `claims` is an object (OpenID Connect Core §6.1), and kept as one.
    const { claims: _object, ...others } = JSON.parse(
      Buffer.from(payload, 'base64url').toString(),
    ) as Readonly<Record<string, unknown>>;
    for (const one of Object.values(others)) String(one);
    return false;
  } catch {
    return true;
  }
}
