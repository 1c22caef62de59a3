import querystring, { type ParsedUrlQuery } from 'node:querystring';
import type { Context, Middleware } from 'koa';
import type { Bff } from '../bff.ts';
import { openRow, sealRow } from '../keys/seal-row.ts';
import type { SealedText } from '../keys/seal-text.ts';
import { providerPaths } from './paths.ts';
import { readForm } from './read-form.ts';
import { unverifiedClaims } from './unverified-claims.ts';

type Parts = Pick<Bff, 'keys' | 'now'>;

/** The form of a pushed request's name (RFC 9126 §2.2); ours is none that the engine knows, and it says so of one that does not open. */
const name = 'urn:ietf:params:oauth:request_uri:posted.';
/** As a pushed one. */
const livesMs = 60_000;
/** Node takes 16 KiB of an address and its headers; the rest is for cookies and the like. */
const longestAddress = 13 * 1_024;

/**
 * OpenID Connect Core §3.1.2.1, RP-Initiated Logout 1.0 §2: an agency may send a browser by POST, too. Browsers send no `SameSite=Lax` cookie with
 * one from elsewhere, so it comes again as a GET to this very path and nowhere else. ZONE-3: an address is kept, and what is posted may say who
 * somebody is: an ID token (AGENCY-5), an address as a hint, a value in `claims`. So of it the address has only what nobody else can open.
 */
export function redirectPosts(bff: Parts): Middleware {
  return async (ctx, next) => {
    const isRequest = ctx.path === providerPaths.authorization;
    if (isRequest && ctx.method === 'GET') takeUp(bff, ctx);
    if ((!isRequest && ctx.path !== providerPaths.end_session) || ctx.method !== 'POST')
      return next();
    const form = await readForm(ctx);
    if (form === undefined) return ctx.throw(400);
    const query = querystring.stringify(isRequest ? sealed(bff, form) : withoutWhose(form));
    const location = `${ctx.path}?${query}`;
    if (location.length > longestAddress) return ctx.throw(413);
    ctx.status = 303;
    ctx.set('location', location);
    ctx.body = '';
  };
}

/**
 * Nothing is kept of a request that anybody can send. Whoever gets hold of the address begins the same request in their own browser, as by
 * that of a GET, for a minute, and reads nothing of it.
 */
function sealed({ keys, now }: Parts, form: ParsedUrlQuery): ParsedUrlQuery {
  const until = `${now() + livesMs}`;
  const request = sealRow(keys.secret('storageSealing'), place(until), querystring.stringify(form));
  return { client_id: form['client_id'], request_uri: `${name}${until}.${request}` };
}

/** The end is authenticated with the place, whose key is its own. */
const place = (until: string) => `posted_requests/authorization/${until}` as const;

/** From here on the request is what was posted, repeated parameters too, which the engine refuses. */
function takeUp({ keys, now }: Parts, ctx: Context): void {
  const { request_uri: uri } = ctx.query;
  if (typeof uri !== 'string' || !uri.startsWith(name)) return;
  const [until = '', ...request] = uri.slice(name.length).split('.');
  if (!(Number(until) > now())) return;
  try {
    const text = request.join('.') as SealedText;
    const form = openRow(keys.secret('storageSealing'), place(until), text);
    ctx.query = querystring.parse(String(form));
  } catch {
    // The engine refuses it.
  }
}

/**
 * A sign-out that asks the person needs of the hint no more than for which agency it is, which may as well be said by itself. It stands in the
 * address for as long as the page does. In the place of a hint that is to be refused stands a word that is refused as well. An empty parameter
 * is none (RFC 6749 §3.1).
 */
function withoutWhose(form: ParsedUrlQuery): ParsedUrlQuery {
  const { id_token_hint: hint = '', logout_hint: _whom, ...rest } = form;
  if (hint === '') return rest;
  const clientId = typeof hint === 'string' ? audienceOf(hint) : undefined;
  const { client_id: named = '' } = rest;
  const isTheirs = clientId !== undefined && (named === '' || named === clientId);
  return isTheirs ? { ...rest, client_id: clientId } : { ...rest, id_token_hint: 'unreadable' };
}

function audienceOf(token: string): string | undefined {
  const { aud } = unverifiedClaims(token);
  // Of half a letter no address can be made.
  return typeof aud === 'string' && aud.isWellFormed() ? aud : undefined;
}
