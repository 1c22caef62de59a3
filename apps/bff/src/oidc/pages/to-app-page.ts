import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Agency } from '@signet/contracts/agency';
import { providerPaths } from '../paths.ts';
import { escapeHtml, nameOf, showPage, wordsFor } from './page.ts';

/** The last step to an app, which is the person's own. The address is registered; of the answer in it nothing is shown but whether it is a refusal. */
export function toAppPage(ctx: KoaContextWithOIDC, agency: Agency, address: string): void {
  const { language, texts } = wordsFor(ctx);
  const name = nameOf(agency, language);
  showPage(
    ctx,
    texts.backToApp,
    `${outcome(ctx, address)}
<p>${texts.pressButton(name)}</p>
<p><a class="button" href="${escapeHtml(address)}">${texts.appOf(name)}</a></p>
<h2>${texts.nothingOpens}</h2>
<p>${texts.notOnDevice} <a href="${escapeHtml(agency.initiateLoginUri)}">${texts.website(name)}</a>.</p>`,
  );
}

function outcome(ctx: KoaContextWithOIDC, address: string): string {
  const { path, oidc } = ctx;
  const { texts } = wordsFor(ctx);
  if (path.startsWith(providerPaths.end_session))
    return oidc.params?.['logout'] === undefined
      ? `<p>${texts.signedInStill}</p>`
      : `<p>${texts.signedOut}</p>`;
  return new URL(address).searchParams.has('error') ? `<p>${texts.appLearnsWhy}</p>` : '';
}
