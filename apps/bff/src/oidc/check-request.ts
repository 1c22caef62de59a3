import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Agency } from '@signet/contracts/registry';
import {
  claims as claimTable,
  claimsByScope,
  namesOfClaim,
  type ClaimName,
} from '@signet/contracts/claims';
import { agreedRequest } from '../agencies/agreed-request.ts';
import { createDailyNotes, type DailyNotes, type Sender } from '../agencies/daily-notes.ts';
import { findAgency } from '../agencies/find-agency.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { isKnownLevel } from './assurance.ts';
import { countAnonymous, refuseTooLong } from './bound-request.ts';
import { checkedClaims } from './check-claims.ts';
import { asksForSignInAlone, liftChallenge, localeOf, shortestRandom } from './login-gov.ts';
import { isPublicClient } from './profiles.ts';
import { unknownWords } from './unknown-words.ts';
import { unverifiedClaims } from './unverified-claims.ts';
import { withinDays } from './verified-within.ts';

/**
 * Runs when the engine knows a request whole, however it came: in the query, pushed, or signed. What is pushed is looked at twice, and
 * kept as it came until the browser brings its name: so a request gets its final form once. AGENCY-8: what goes beyond
 * the agreement is cut off here and recorded; the rest is taken at its word (AGENCY-44), and what is malformed refused (AGENCY-32). The names are parameters that only Login.gov's clients send.
 */
export function requestChecks(bff: Parts) {
  const isNew = createDailyNotes();
  return {
    locale: async (ctx: KoaContextWithOIDC) => checkRequest(bff, isNew, ctx),
    // Looked at with the rest; this makes it a parameter.
    verified_within: async () => undefined,
  };
}

type Parts = Pick<Bff, 'registry' | 'db' | 'keys' | 'now'>;

function checkRequest(bff: Parts, isNew: DailyNotes, ctx: KoaContextWithOIDC) {
  const { registry, db, now } = bff;
  const { params: asked, client } = ctx.oidc;
  const agency = findAgency(registry, client?.clientId);
  if (asked === undefined || agency === undefined) return;
  refuseTooLong(asked);
  countAnonymous(bff, ctx, agency);
  const params = isPush(ctx) ? { ...asked } : asked;
  if (agency.profile === 'login.gov') {
    checkLoginGov(params);
    if (typeof params['code_challenge'] === 'string')
      params['code_challenge'] = liftChallenge(params['code_challenge']);
    params['scope'] = scopesOfLevel(agency, params);
    // Login.gov's default: whoever is signed in says each time that it is them.
    params['prompt'] ??= 'select_account';
  }
  // Login.gov's own: of others it is a parameter that is not known.
  if (agency.profile !== 'login.gov') params['verified_within'] = undefined;
  const leftAside: string[] = [];
  if (agency.profile === 'login.gov' && params['claims'] !== undefined) {
    // As Login.gov does, whose clients ask by scope.
    params['claims'] = undefined;
    leftAside.push('parameter:claims');
  }
  const checked = checkedClaims(params['claims']);
  if (checked?.acrValues !== undefined) params['acr_values'] = checked.acrValues;
  const { scopes, beyond } = agreedRequest(agency, params);
  leftAside.push(...unknownWords(agency, scopeAsSent(ctx), params['acr_values']));
  const trimmed = [...beyond, ...(checked?.unanswered ?? []), ...leftAside].join(' ');
  const sender = senderOf(ctx, agency);
  // What was pushed was noted then. The address that names it anybody can add to.
  const isNoted = 'PushedAuthorizationRequest' in ctx.oidc.entities;
  if (trimmed !== '' && !isNoted && isNew(agency.clientId, trimmed, now(), sender)) {
    recordEvent(db, now(), 'agency.request-trimmed', null, {
      clientId: agency.clientId,
      claims: trimmed,
      sender,
    });
  }
  params['scope'] = scopes.join(' ');
  params['claims'] =
    agency.profile === 'login.gov'
      ? JSON.stringify(loginGovClaims(agency, params['acr_values']))
      : checked && JSON.stringify(checked.claims);
  params['ui_locales'] ??= localeOf(params['locale']);
}

/** The engine has left aside by now what it does not know; what was signed was found to be so. */
function scopeAsSent(ctx: KoaContextWithOIDC): unknown {
  const sent: Params = (isPush(ctx) ? ctx.oidc.body : ctx.query) ?? {};
  const { request } = sent;
  return typeof request === 'string' ? unverifiedClaims(request)['scope'] : sent['scope'];
}

const isPush = ({ oidc }: KoaContextWithOIDC) => oidc.route === 'pushed_authorization_request';

/** AGENCY-43: a link in its name anybody can make; what was pushed or signed came of the agency's key. */
function senderOf(ctx: KoaContextWithOIDC, agency: Agency): Sender {
  const { oidc } = ctx;
  const { trusted = [] } = oidc as { readonly trusted?: readonly string[] };
  return !isPublicClient(agency) && (isPush(ctx) || trusted.length > 0)
    ? 'authenticated'
    : 'anonymous';
}

type Params = Record<string, unknown>;

function checkLoginGov(params: Params): void {
  for (const name of ['state', 'nonce']) {
    const value = params[name];
    if (typeof value !== 'string' || value.length < shortestRandom) {
      throw new errors.InvalidRequest(`${name} must have at least ${shortestRandom} characters`);
    }
  }
  const { acr_values: levels } = params;
  if (typeof levels !== 'string' || !levels.split(' ').some(isKnownLevel)) {
    throw new errors.InvalidRequest('acr_values must name a level');
  }
  if (
    params['verified_within'] !== undefined &&
    withinDays(params['verified_within']) === undefined
  )
    throw new errors.InvalidRequest(
      'verified_within must be like 30d, 8w, 6m or 1y, and no shorter than 30 days',
    );
}

/** Login.gov leaves a scope of proofed claims aside where the request is for a sign-in alone; when somebody was verified it tells all the same. */
function scopesOfLevel(agency: Agency, { scope, acr_values: acrValues }: Params): unknown {
  if (typeof scope !== 'string' || !asksForSignInAlone(agency, acrValues)) return scope;
  const byScope: Readonly<Record<string, readonly ClaimName[]>> = claimsByScope;
  const needsProof = (name: string) =>
    name !== 'profile:verified_at' &&
    Object.hasOwn(byScope, name) &&
    byScope[name]?.some((claim) => claimTable[claim].proofed) === true;
  return scope
    .split(' ')
    .filter((name) => !needsProof(name))
    .join(' ');
}

/** Login.gov repeats how the person signed in, and for a client that opted in its attributes, in the ID token. */
function loginGovClaims(agency: Agency, acrValues: unknown) {
  const attributes = (agency.idTokenAttributes ?? []).flatMap((claim) => namesOfClaim(claim));
  const aal = { value: acrValues };
  return {
    userinfo: { iss: null, ial: null, aal },
    id_token: { ...Object.fromEntries(['ial', ...attributes].map((name) => [name, null])), aal },
  };
}
