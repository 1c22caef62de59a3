import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Agency } from '@signet/contracts/agency';
import { escapeHtml, showPage } from './page.ts';

/** The agency's name and addresses are the signed registry's; nothing of the request is shown. */
export function agreementOverPage(
  ctx: KoaContextWithOIDC,
  agency: Agency,
  back: string | undefined,
): void {
  if (ctx.accepts('html', 'json') === 'json') {
    ctx.body = { error: 'unauthorized_client' };
    return;
  }
  const name = escapeHtml(agency.name.en);
  showPage(
    ctx,
    `${name} cannot use Signet now`,
    `<p>The agreement between ${name} and Signet is not in force, so Signet does not sign anybody in there.</p>
<p>Nothing was shared. It is nothing that you did, and your account here is as it was.</p>
<p><a href="${escapeHtml(back ?? agency.homepage)}">Go back to ${name}</a></p>`,
  );
}
