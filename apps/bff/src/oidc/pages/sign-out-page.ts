import type { KoaContextWithOIDC } from 'oidc-provider';
import { showPage } from './page.ts';

/** Asks before it does anything: an agency, or a link from anywhere, may only propose to sign a person out. */
export async function signOutPage(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  showPage(
    ctx,
    'Sign out of Signet?',
    `<p>You will be signed out here and your vault will be locked. Agencies that you signed in to are told, if they want to be. At the others you stay signed in until you sign out there.</p>
${form}
<p><button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button type="submit" form="op.logoutForm" class="plain">Stay signed in</button></p>`,
  );
}

export async function signedOutPage(ctx: KoaContextWithOIDC): Promise<void> {
  showPage(
    ctx,
    'You are signed out',
    '<p>You can close this page. <a href="/">Go to Signet</a></p>',
  );
}
