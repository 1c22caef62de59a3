import type { Context, Middleware } from 'koa';
import { readBytes } from '../http/read-body.ts';
import { providerPaths } from './paths.ts';
import { unverifiedClaims } from './unverified-claims.ts';

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
    if (ctx.path === providerPaths.end_session) nameClientAlone(query);
    ctx.status = 303;
    ctx.set('location', `${ctx.path}?${query.toString()}`);
    ctx.body = '';
  };
}

/** Parameters as they were, repeated ones too, which the engine refuses. */
async function readForm(ctx: Context): Promise<URLSearchParams | undefined> {
  const form = 'application/x-www-form-urlencoded';
  if (ctx.is(form) !== form) return undefined;
  const body = await readBytes(ctx.req, longestBody);
  return body.ok ? new URLSearchParams(body.value.toString()) : undefined;
}

/**
 * ZONE-3: an ID token may say who somebody is (AGENCY-5), and an address is kept, so it goes into none, whatever stands beside it. Of the hint a
 * sign-out that asks the person needs no more than whose it is, which may as well be said by itself (RP-Initiated Logout 1.0 §2). In the place of
 * one that is to be refused stands a word that is refused as well. An empty parameter is none (RFC 6749 §3.1).
 */
function nameClientAlone(query: URLSearchParams): void {
  const [hint = '', ...more] = query.getAll('id_token_hint');
  query.delete('id_token_hint');
  if (hint === '' && more.length === 0) return;
  const clientId = more.length === 0 ? audienceOf(hint) : undefined;
  const [named = '', ...others] = query.getAll('client_id');
  const isTheirs = others.length === 0 && (named === '' || named === clientId);
  if (clientId === undefined || !isTheirs) query.set('id_token_hint', 'unreadable');
  else query.set('client_id', clientId);
}

function audienceOf(token: string): string | undefined {
  const { aud } = unverifiedClaims(token);
  return typeof aud === 'string' ? aud : undefined;
}
