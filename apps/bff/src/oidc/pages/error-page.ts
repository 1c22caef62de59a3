import { errors, type ErrorOut, type KoaContextWithOIDC } from 'oidc-provider';
import { providerPaths } from '../paths.ts';
import { escapeHtml, showPage } from './page.ts';

// prettier-ignore
const sentences: Readonly<Record<string, string>> = {
  invalid_client:        'The agency that sent you here is not known to Signet.',
  invalid_redirect_uri:  'The agency asked Signet to send you to an address that is not registered, so Signet did not.',
  server_error:          'Something went wrong on our side.',
};

const nothingShared = '<p>Nothing was shared. Go back to the agency and start again.</p>';
const notSignedOut =
  '<p>You were not signed out of Signet. If you are signed in, you can sign out there. <a href="/">Go to Signet</a></p>';

/**
 * Where an error cannot be told to the agency it is told here. Nothing of the request is repeated: neither an address that
 * is not registered nor any other text that a stranger may have written into a link.
 */
export async function errorPage(
  ctx: KoaContextWithOIDC,
  out: ErrorOut,
  problem: Error,
): Promise<void> {
  const code =
    typeof out.error === 'string' && /^[a-z_]{1,60}$/.test(out.error) ? out.error : 'error';
  if (ctx.accepts('html', 'json') === 'json') {
    ctx.body = { error: code };
    return;
  }
  const sentence =
    problem instanceof errors.SessionNotFound
      ? 'This sign-in took too long, or it was begun in another browser.'
      : (sentences[code] ?? 'Signet cannot go on with what the agency asked.');
  const isSignOut = ctx.path.startsWith(providerPaths.end_session);
  showPage(
    ctx,
    'We cannot go on',
    `<p>${escapeHtml(sentence)}</p>
${isSignOut ? notSignedOut : nothingShared}
<p>If it happens again, tell the agency this code: <code>${escapeHtml(code)}</code></p>`,
  );
}
