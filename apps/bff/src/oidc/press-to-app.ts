import type { EventEmitter } from 'node:events';
import type { Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { isAppAddress } from '@signet/contracts/app-address';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import { toAppPage } from './pages/to-app-page.ts';

/**
 * AGENCY-52, RFC 8252 §8.6: no answer opens an app by itself. Wherever the engine would send a browser to one there is a page with a link, which a
 * person presses or not. What our own pages fetch they put behind a link of their own (json-resume.ts).
 */
export function pressToApp({ registry }: Pick<Bff, 'registry'>, engine: Provider): Middleware {
  for (const event of ['authorization.error', 'server_error'] as const)
    (engine as EventEmitter).on(event, answerInAddress);
  return async (ctx, next) => {
    await next();
    const address = ctx.response.get('location');
    if (!isAppAddress(address)) return;
    const { oidc } = ctx as KoaContextWithOIDC;
    const agency = findAgency(registry, oidc?.client?.clientId);
    if (agency === undefined) throw new Error('an app that is no agency’s');
    ctx.remove('location');
    ctx.status = 200;
    toAppPage(ctx as KoaContextWithOIDC, agency, address);
  };
}

/** An error is posted where the request asks for `form_post`, before anybody looks whether that is to be had; nothing is posted to an app. */
function answerInAddress({ oidc }: KoaContextWithOIDC): void {
  const { params } = oidc;
  if (params === undefined || !isAppAddress(String(params['redirect_uri']))) return;
  params['response_mode'] = undefined;
}
