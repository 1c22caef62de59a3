import type { Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { endSession } from '../http/session.ts';
import { isOf, logOutAtAgencies } from '../signals/log-out-at-agencies.ts';
import { signOutRefusal } from './bound-request.ts';
import { currentSession } from './current-session.ts';
import { errorPage } from './pages/error-page.ts';
import { escapeHtml } from './pages/page.ts';
import { signOutPage } from './pages/sign-out-page.ts';
import { providerPaths } from './paths.ts';

/**
 * A confirmed sign-out that an agency asked for ends everything: the engine's session, Signet's own, and the codes
 * and access tokens that came of it.
 */
export function endWithSession(bff: Bff, engine: Provider): Middleware {
  return async (ctx, next) => {
    // HEAD is answered as GET; a POST comes again as one (redirect-posts.ts).
    const isAsked = ctx.path === providerPaths.end_session && ctx.method !== 'POST';
    const refusal = isAsked ? signOutRefusal(bff, ctx) : undefined;
    if (refusal !== undefined) {
      ctx.status = refusal;
      const error = refusal === 400 ? 'invalid_request' : 'temporarily_unavailable';
      return errorPage(ctx as KoaContextWithOIDC, { error }, new Error(error));
    }
    await next();
    const { oidc } = ctx as KoaContextWithOIDC;
    if (isAsked && ctx.status === 200) await askWhoIsSignedIn(bff, ctx as KoaContextWithOIDC);
    if (ctx.path !== `${providerPaths.end_session}/confirm`) return;
    const ended = oidc?.session;
    if (ended === undefined || !('destroyed' in ended)) return;
    for (const { grantId } of Object.values(ended.authorizations ?? {})) {
      if (grantId !== undefined) await engine.AccessToken.revokeByGrantId(grantId);
    }
    const current = currentSession(bff, ctx.get('cookie'), 'ends');
    const accountId = ended.accountId as AccountId | undefined;
    bff.db.transaction((tx) => {
      if (accountId !== undefined)
        logOutAtAgencies(bff, tx, accountId, (signedInAt) => signedInAt === ended.loginTs);
      if (current === undefined) return;
      ctx.append('set-cookie', endSession(tx, bff.now(), current));
      logOutAtAgencies(bff, tx, current.accountId, isOf(current));
    });
  };
}

/**
 * Whoever signed in without an agency, or anew since, the engine does not know: its page would answer yes by itself and say that they are
 * signed out, which they are not. They are asked as anybody else.
 */
async function askWhoIsSignedIn(bff: Bff, ctx: KoaContextWithOIDC): Promise<void> {
  const { session } = ctx.oidc;
  const secret = session?.state?.['secret'];
  if (session?.accountId !== undefined || typeof secret !== 'string') return;
  if (currentSession(bff, ctx.get('cookie'), 'reads') === undefined) return;
  // Without the script of the engine's page.
  ctx.set(securityHeaders(bff.config.issuer));
  const form = `<form id="op.logoutForm" method="post" action="${providerPaths.end_session}/confirm"><input type="hidden" name="xsrf" value="${escapeHtml(secret)}"></form>`;
  await signOutPage(ctx, form);
}
