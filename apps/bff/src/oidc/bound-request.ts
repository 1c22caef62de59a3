import type { Context } from 'koa';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Agency } from '@signet/contracts/registry';
import type { Bff } from '../bff.ts';
import { useEach } from '../limits/use-each.ts';
import { currentSession } from './current-session.ts';
import { isPublicClient } from './profiles.ts';

/**
 * AGENCY-51: what is asked in an agency's name is kept until it was answered, and anybody can ask. Some clients keep all that they
 * remember in `state`; the hint of an ID token is one of ours.
 */
// prettier-ignore
const longest: Readonly<Record<string, number>> = {
  claims:        8_192,
  state:         4_096,
  id_token_hint: 4_096,
};
const longestOther = 2_048;
const longestBesideClaims = 8_192;

export function refuseTooLong(params: Readonly<Record<string, unknown>>): void {
  let together = 0;
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'string') continue;
    refuseBeyond(name, value.length, longest[name] ?? longestOther);
    if (name !== 'claims') together += value.length;
  }
  refuseBeyond('the request', together, longestBesideClaims);
}

function refuseBeyond(what: string, length: number, most: number): void {
  if (length > most)
    throw new errors.InvalidRequest(`${what} must have at most ${most} characters`);
}

/**
 * Counts by source (pin-host.ts) what nobody is signed in for, and what a client pushes that has no key to push it by; RFC 6749 §4.1.2.1
 * has the word for whoever sends too many.
 */
export function countAnonymous(bff: Counting, ctx: KoaContextWithOIDC, agency: Agency): void {
  if (!anybodyCanSend(ctx, agency) || counted.has(ctx)) return;
  counted.add(ctx);
  if (!isWithin(bff, ctx))
    throw new errors.TemporarilyUnavailable('too many requests from this address');
}

/** A push comes here twice, with its proof and whole. */
const counted = new WeakSet<KoaContextWithOIDC>();

/** Of each proof of possession (RFC 9449) beside such a push the engine keeps for minutes that it was used. */
export function countProofOfAnybody(bff: Counting, ctx: KoaContextWithOIDC, agency: Agency): void {
  if (ctx.oidc.route === 'pushed_authorization_request') countAnonymous(bff, ctx, agency);
}

function anybodyCanSend({ oidc }: KoaContextWithOIDC, agency: Agency): boolean {
  if (oidc.route === 'pushed_authorization_request') return isPublicClient(agency);
  return oidc.route === 'authorization' && oidc.session?.accountId === undefined;
}

/** The engine keeps a sign-out until it is answered, too, also where nobody is signed in: why it is not to be had, or undefined. */
export function signOutRefusal(bff: Counting, ctx: Context): 400 | 429 | undefined {
  if (ctx.querystring.length > longestBesideClaims) return 400;
  const isKnown = currentSession(bff, ctx.get('cookie'), 'reads') !== undefined;
  return isKnown || isWithin(bff, ctx) ? undefined : 429;
}

type Counting = Pick<Bff, 'db' | 'keys' | 'now'>;

function isWithin({ db, keys, now }: Counting, { ip }: Pick<Context, 'ip'>): boolean {
  const counting = { db, key: keys.secret('limitSubjects'), now: now() };
  return useEach(counting, [['agency-request-source', ip]]).ok;
}
