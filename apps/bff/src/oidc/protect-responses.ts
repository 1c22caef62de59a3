import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { isAppAddress } from '@signet/contracts/app-address';
import { securityHeaders } from '../http/security-headers.ts';
import { providerPaths } from './paths.ts';

/**
 * WEB-1 for everything the engine answers, errors included: for one that is thrown Koa takes off every header and sets those that the
 * error brings.
 */
export function protectResponses(issuer: string): Middleware {
  const headers = securityHeaders(issuer);
  const always = new Map(Object.entries(headers));
  return async (ctx, next) => {
    ctx.res.setHeaders(always);
    try {
      await next();
      if (!ctx.response.get('cache-control')) ctx.set('cache-control', 'no-store');
      if (ctx.path.startsWith(providerPaths.end_session)) allowReturn(ctx as KoaContextWithOIDC);
      if (ctx.path === providerPaths.authorization) allowPostedError(ctx as KoaContextWithOIDC);
    } catch (cause) {
      const thrown: Error & { headers?: object } =
        cause instanceof Error ? cause : new Error('something else was thrown');
      thrown.headers = { ...thrown.headers, ...headers, 'cache-control': 'no-store' };
      throw thrown;
    }
  };
}

/** An error that is posted back, because the request asked for `form_post`, goes to an address that was found registered. */
function allowPostedError(ctx: KoaContextWithOIDC): void {
  const { params, client } = ctx.oidc ?? {};
  const target = params?.['redirect_uri'];
  if (params?.['response_mode'] !== 'form_post' || typeof target !== 'string') return;
  if (client?.redirectUriAllowed(target) === true) allowForm(ctx, target);
}

/** Browsers hold a form's redirects to `form-action` too, and signing out ends at the agency's registered address. */
function allowReturn(ctx: KoaContextWithOIDC): void {
  const target: unknown = ctx.oidc?.session?.state?.['postLogoutRedirectUri'];
  // An app is called by a link (press-to-app.ts), never by what a form leads to.
  if (typeof target !== 'string' || isAppAddress(target)) return;
  allowForm(ctx, target);
}

function allowForm(ctx: KoaContextWithOIDC, target: string): void {
  const policy = ctx.response.get('content-security-policy');
  ctx.set(
    'content-security-policy',
    policy.replace("form-action 'self'", `form-action 'self' ${new URL(target).origin}`),
  );
}
