import type { MiddlewareHandler } from 'hono';

/** Nothing from elsewhere, no script at all. A form may lead on to the provider, because browsers check redirects too. */
export function securityHeaders(issuer: string): MiddlewareHandler {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    `form-action 'self' ${issuer}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

  return async (c, next) => {
    await next();
    c.header('content-security-policy', policy);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cross-origin-opener-policy', 'same-origin');
    c.header('cross-origin-resource-policy', 'same-origin');
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  };
}
