import type { Middleware } from 'koa';
import { agreedRequest } from '../agencies/agreed-request.ts';
import { findAgency } from '../agencies/find-agency.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Bff } from '../bff.ts';
import { providerPaths } from './paths.ts';

/** AGENCY-8: what goes beyond the agreement is cut off before the engine sees it, and recorded. */
export function trimRequest({
  registry,
  db,
  now,
}: Pick<Bff, 'registry' | 'db' | 'now'>): Middleware {
  return async (ctx, next) => {
    const { client_id: clientId, scope } = ctx.query;
    const agency = findAgency(registry, clientId);
    if (
      ctx.path === providerPaths.authorization &&
      agency !== undefined &&
      typeof scope === 'string'
    ) {
      const { scopes, beyond } = agreedRequest(agency, scope);
      ctx.query = { ...ctx.query, scope: scopes.join(' ') };
      if (beyond.length > 0) {
        recordEvent(db, now(), 'agency.request-trimmed', null, {
          clientId: agency.clientId,
          claims: beyond.join(' '),
        });
      }
    }
    await next();
  };
}
