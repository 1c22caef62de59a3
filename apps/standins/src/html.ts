/** Escapes text for HTML; everything that a stand-in shows came from outside. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
  .note { border: 2px solid #b45309; border-radius: .4rem; padding: .6rem 1rem; }
  table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
  th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8886; vertical-align: top; }
  article { border: 1px solid #8886; border-radius: .4rem; padding: .6rem 1rem; margin: 0 0 1rem; }
  article h2 { font-size: 1rem; margin: 0; } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
  code { font-size: 1.15em; } img { width: 9rem; height: auto; border-radius: .3rem; }`;

/** A page of the stand-ins: plain, readable, and never to be taken for Signet. */
export function page(title: string, body: string, refreshSeconds?: number): string {
  const refresh =
    refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${refresh}<title>${escaped(title)} – stand-ins</title><style>${style}</style></head><body><nav><a href="/">Stand-ins</a> · <a href="/outbox">Outbox</a> · <a href="/letters">Letters</a></nav><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;
}
