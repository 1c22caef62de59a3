import { createHash } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';

const style = `
body{margin:0;color:#1b1b1b;background:#fff;font:1.06rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header{padding:1rem;border-bottom:1px solid #dfe1e2;font-weight:700;color:#162e51}
main{max-width:38rem;margin:0 auto;padding:2rem 1rem}
h1{margin:0 0 1rem;font-size:1.95rem;line-height:1.2}
a{color:#005ea2}
button{margin:.5rem .75rem .5rem 0;padding:.75rem 1.25rem;font:inherit;font-weight:700;border:2px solid #005ea2;border-radius:.25rem;cursor:pointer;color:#fff;background:#005ea2}
button.plain{color:#005ea2;background:#fff}
:focus-visible{outline:.25rem solid #2491ff;outline-offset:0}
code{overflow-wrap:anywhere}
`;
const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** A page without script: it must work when everything else does not. `content` is markup and is escaped by its maker. */
export function showPage(ctx: KoaContextWithOIDC, title: string, content: string): void {
  const policy = ctx.response.get('content-security-policy');
  ctx.set(
    'content-security-policy',
    policy.replace("style-src 'self'", `style-src ${styleSource}`),
  );
  ctx.type = 'html';
  ctx.body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} | Signet</title>
<style>${style}</style>
</head>
<body>
<header>Signet</header>
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
