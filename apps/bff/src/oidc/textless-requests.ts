import type { Middleware } from 'koa';
import { providerPaths } from './paths.ts';

/** What the engine cannot read either, and refuses as it refuses everything that is no signed request. */
const unreadable = 'textless';

/**
 * AGENCY-32: before it looks at a signature the engine makes a text of each member of a signed request (RFC 9101). One of which none can be
 * made, by whomever, would end in an error of ours.
 */
export function refuseTextless(): Middleware {
  return async (ctx, next) => {
    const { request } = ctx.query;
    if (
      ctx.path === providerPaths.authorization &&
      typeof request === 'string' &&
      isTextless(request)
    )
      ctx.query = { ...ctx.query, request: unreadable };
    await next();
  };
}

function isTextless(request: string): boolean {
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
