import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Bff } from '../../bff.ts';
import { currentSession } from '../current-session.ts';
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

/** Where no agency is led back to: after a yes, and after a no. */
export function signedOutPage(bff: Pick<Bff, 'db' | 'now'>) {
  return async (ctx: KoaContextWithOIDC): Promise<void> => {
    const goesOn = currentSession(bff, ctx.get('cookie'), 'reads') !== undefined;
    showPage(
      ctx,
      goesOn ? 'You are still signed in' : 'You are signed out',
      `<p>${goesOn ? 'You are still signed in to Signet in this browser.' : 'You can close this page.'} <a href="/">Go to Signet</a></p>`,
    );
  };
}
