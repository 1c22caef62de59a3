import { errors, type ErrorOut, type KoaContextWithOIDC } from 'oidc-provider';
import { providerPaths } from '../paths.ts';
import { escapeHtml, showPage, wordsFor } from './page.ts';

// prettier-ignore
const sentences = {
  invalid_client:        'unknownAgency',
  invalid_redirect_uri:  'unregisteredAddress',
  server_error:          'ourMistake',
} as const;

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
  const { texts } = wordsFor(ctx);
  const known = Object.hasOwn(sentences, code)
    ? sentences[code as keyof typeof sentences]
    : 'notPossible';
  const sentence = texts[problem instanceof errors.SessionNotFound ? 'tookTooLong' : known];
  const isSignOut = ctx.path.startsWith(providerPaths.end_session);
  const goOn = isSignOut
    ? `${texts.notSignedOut} <a href="/">${texts.toSignet}</a>`
    : texts.nothingShared;
  showPage(
    ctx,
    texts.cannotGoOn,
    `<p>${escapeHtml(sentence)}</p>
<p>${goOn}</p>
<p>${texts.tellCode} <code>${escapeHtml(code)}</code></p>`,
  );
}
