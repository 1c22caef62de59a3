import { createHash } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { saidIn, type Language } from '@signet/contracts/languages';
import type { Agency } from '@signet/contracts/agency';
import { pageLanguage } from '../../http/language.ts';
import { pageTexts } from './page-texts.ts';

/** The colours of the app's pages: whoever ends here is still at Signet. */
const style = `
body{margin:0;color:#1b2530;background:#f6f4ef;font:1.06rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header{padding:.75rem 1rem;border-bottom:4px solid #e7c873;font-weight:700;font-size:1.25rem;color:#fff;background:#12324f}
header span{display:flex;align-items:center;gap:.75rem;max-width:40rem;margin:0 auto}
main{max-width:40rem;margin:0 auto;padding:2rem 1rem}
h1{margin:0 0 1rem;font-size:clamp(1.6rem,1.3rem + 1.5vw,2.1rem);line-height:1.2}
a{color:#1c5480}
h2{margin:2rem 0 .5rem;font-size:1.25rem;line-height:1.2}
button,.button{margin:.5rem .75rem .5rem 0;padding:.75rem 1.25rem;font:inherit;font-weight:700;border:2px solid #1c5480;border-radius:.25rem;cursor:pointer;color:#fff;background:#1c5480}
.button{display:inline-block;text-align:center;text-decoration:none}
button.plain{color:#1c5480;background:#fff}
:focus-visible{outline:.25rem solid #2491ff;outline-offset:0}
code{overflow-wrap:anywhere}
`;
const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** What a page without script is written in (LANG-1), and its words. Of a sign-out too an agency may say so (OpenID Connect RP-Initiated Logout 1.0 §2). */
export function wordsFor({ req, oidc }: KoaContextWithOIDC) {
  const language = pageLanguage(req.headers, oidc?.params?.['ui_locales']);
  return { language, texts: pageTexts[language] };
}

/** As an agency is called in the language of the page, or else in English; escaped. */
export function nameOf({ name }: Pick<Agency, 'name'>, language: Language): string {
  return escapeHtml(saidIn(language, name));
}

/** A page without script: it must work when everything else does not. `content` is markup and is escaped by its maker. */
export function showPage(ctx: KoaContextWithOIDC, title: string, content: string): void {
  const { language } = wordsFor(ctx);
  const policy = ctx.response.get('content-security-policy');
  ctx.set(
    'content-security-policy',
    policy.replace("style-src 'self'", `style-src ${styleSource}`),
  );
  ctx.type = 'html';
  ctx.body = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} | Signet</title>
<style>${style}</style>
</head>
<body>
<header><span><img src="/seal.svg" alt="" width="36" height="36">Signet</span></header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
