import type { Middleware } from 'koa';
import { providerPaths } from './paths.ts';
import { readForm } from './read-form.ts';

/** What the engine cannot read either, and refuses as it refuses everything that is no signed request. */
const unreadable = 'textless';

/**
 * AGENCY-32: before it looks at a signature the engine makes a text of each member of a signed request (RFC 9101), of one that is pushed
 * (RFC 9126 §3) too. One of which none can be made, or that is thousands deep, would end in an error
 * of ours, whoever sends it.
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
  const [header = '', payload = ''] = request.split('.');
  try {
    const members = json(payload) as Members;
    // The engine goes through the header, too.
    if (isDeep(json(header)) || isDeep(members)) return true;
    // `claims` is an object (OpenID Connect Core §6.1), and kept as one.
    const { claims: _object, ...others } = members;
    for (const one of Object.values(others)) String(one);
    return false;
  } catch {
    return true;
  }
}

const json = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());

type Members = Readonly<Record<string, unknown>>;

/** Several times what anything that is asked for takes; what goes through it by recursion, as the engine does, ends within thousands. */
const deepest = 100;

function isDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
  }
  return false;
}
