import type { Middleware } from 'koa';
import { isProviderRoute } from './paths.ts';

/**
 * AGENCY-49: the engine's router takes a path in any case and with a slash behind it, and what stands around the engine compares
 * letters. So there is one spelling of each path, for all of them.
 */
export function takeLetterByLetter(): Middleware {
  // Koa answers 404 to what nobody answered.
  return async (ctx, next) => (isProviderRoute(ctx.path) ? next() : undefined);
}
