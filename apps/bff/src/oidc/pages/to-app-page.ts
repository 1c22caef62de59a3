import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Agency } from '@signet/contracts/agency';
import { providerPaths } from '../paths.ts';
import { escapeHtml, showPage } from './page.ts';

/** The last step to an app, which is the person's own. The address is registered; of the answer in it nothing is shown but whether it is a refusal. */
export function toAppPage(ctx: KoaContextWithOIDC, agency: Agency, address: string): void {
  const name = escapeHtml(agency.name.en);
  showPage(
    ctx,
    'Go back to the app',
    `${outcome(ctx, address)}
<p>Press the button to go back. Your browser may ask whether it may open the app, or which one: choose the one of ${name}.</p>
<p><a class="button" href="${escapeHtml(address)}">Back to the app of ${name}</a></p>
<h2>If nothing opens</h2>
<p>Then the app is not on this device, or your browser may not open it. Open the app yourself, where you have it, and begin there again. Or go to <a href="${escapeHtml(agency.initiateLoginUri)}">the website of ${name}</a>.</p>`,
  );
}

function outcome({ path, oidc }: KoaContextWithOIDC, address: string): string {
  if (path.startsWith(providerPaths.end_session))
    return oidc.params?.['logout'] === undefined
      ? '<p>You are still signed in to Signet.</p>'
      : '<p>You are signed out of Signet.</p>';
  return new URL(address).searchParams.has('error')
    ? '<p>Nothing was shared. The app learns why.</p>'
    : '';
}
