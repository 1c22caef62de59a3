import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Bff } from '../../bff.ts';
import { currentSession } from '../current-session.ts';
import { showPage, wordsFor } from './page.ts';

/** Asks before it does anything: an agency, or a link from anywhere, may only propose to sign a person out. */
export async function signOutPage(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const { texts } = wordsFor(ctx);
  showPage(
    ctx,
    texts.signOutAsk,
    `<p>${texts.signOutWhat}</p>
${form}
<p><button type="submit" form="op.logoutForm" name="logout" value="yes">${texts.signOut}</button>
<button type="submit" form="op.logoutForm" class="plain">${texts.stay}</button></p>`,
  );
}

/** Where no agency is led back to: after a yes, and after a no. */
export function signedOutPage(bff: Pick<Bff, 'db' | 'now'>) {
  return async (ctx: KoaContextWithOIDC): Promise<void> => {
    const goesOn = currentSession(bff, ctx.get('cookie'), 'reads') !== undefined;
    const { texts } = wordsFor(ctx);
    showPage(
      ctx,
      goesOn ? texts.stillIn : texts.out,
      `<p>${goesOn ? texts.stillInHere : texts.close} <a href="/">${texts.toSignet}</a></p>`,
    );
  };
}
