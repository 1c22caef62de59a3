import type { ParsedUrlQuery } from 'node:querystring';
import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import type { Agency } from '@signet/contracts/registry';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import { readCode } from './adapter.ts';
import { createBareAssertions, type BareAssertions } from './login-gov-assertion.ts';
import { liftVerifier, withoutPadding } from './login-gov.ts';
import { providerPaths } from './paths.ts';
import { readForm } from './read-form.ts';

/**
 * Puts the requests of Login.gov's clients, and only theirs, into the form that the engine takes: PKCE of any length
 * (login-gov.ts); at the token endpoint neither `client_id` nor `redirect_uri`, which the code knows; and no `jti`
 * (login-gov-assertion.ts). Login.gov takes no pushed requests; libraries that find them advertised here push, and prove themselves
 * as at the token endpoint.
 */
export function acceptLoginGovRequests(bff: Bff, engine: Provider): Middleware {
  const assertions = createBareAssertions(bff, engine);
  const hasSuch = bff.registry.agencies.some(({ profile }) => profile === 'login.gov');
  const isSuch = (clientId: unknown) => findAgency(bff.registry, clientId)?.profile === 'login.gov';
  return async (ctx, next) => {
    if (hasSuch && ctx.path === providerPaths.authorization && isSuch(ctx.query['client_id']))
      ctx.query = withoutPadding(ctx.query);
    if (hasSuch && ctx.method === 'POST') {
      if (ctx.path === providerPaths.token) await completeTokenRequest(bff, assertions, ctx);
      if (ctx.path === providerPaths.pushed_authorization_request)
        await completePush(bff, assertions, ctx);
    }
    await next();
  };
}

async function completePush(
  { registry }: Pick<Bff, 'registry'>,
  assertions: BareAssertions,
  ctx: Context,
): Promise<void> {
  const fields = await readForm(ctx);
  const agency = findAgency(registry, fields?.['client_id']);
  if (fields === undefined || agency?.profile !== 'login.gov') return;
  Object.assign(fields, withoutPadding(fields));
  await takeBareAssertion(assertions, ctx, agency, fields);
}

async function completeTokenRequest(
  bff: Pick<Bff, 'registry' | 'db'>,
  assertions: BareAssertions,
  ctx: Context,
): Promise<void> {
  const fields = await readForm(ctx);
  if (fields === undefined) return;
  const { code } = fields;
  const asked = typeof code === 'string' ? readCode(bff, code) : undefined;
  const agency = findAgency(bff.registry, asked?.clientId);
  if (asked === undefined || agency?.profile !== 'login.gov') return;
  await takeBareAssertion(assertions, ctx, agency, fields);
  if (fields['client_id'] === undefined && fields['client_assertion'] === undefined)
    fields['client_id'] = asked.clientId;
  fields['redirect_uri'] ??= asked.redirectUri;
  if (typeof fields['code_verifier'] === 'string')
    fields['code_verifier'] = liftVerifier(fields['code_verifier']);
}

async function takeBareAssertion(
  assertions: BareAssertions,
  ctx: Context,
  agency: Agency,
  fields: ParsedUrlQuery,
): Promise<void> {
  if (!(await assertions.take(ctx, agency, fields['client_assertion']))) return;
  delete fields['client_assertion'];
  delete fields['client_assertion_type'];
}
