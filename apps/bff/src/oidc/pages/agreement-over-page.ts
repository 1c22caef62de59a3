import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Agency } from '@signet/contracts/agency';
import { escapeHtml, nameOf, showPage, wordsFor } from './page.ts';

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
  const { language, texts } = wordsFor(ctx);
  const name = nameOf(agency, language);
  showPage(
    ctx,
    texts.over(name),
    `<p>${texts.overWhy(name)}</p>
<p>${texts.overNothing}</p>
<p><a href="${escapeHtml(back ?? agency.homepage)}">${texts.backTo(name)}</a></p>`,
  );
}
