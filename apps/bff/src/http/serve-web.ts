import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { App } from './mount-operation.ts';
import { problemResponse } from './refusal.ts';

// prettier-ignore
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8',
  '.bin': 'application/octet-stream',
};

/** The pages of the app, by their first path segment; all of them are the one index.html. */
const pages =
  /^\/(?:$|(?:interaction\/[\w-]+|sign-up|sign-in|recover|unlock|verify|consent|continue|to-app|account|signed-out|deleted|confirm-address|reset|stop|new-second-step|not-me|not-my-identity|hand-off|letter|proved)(?:\/[\w-]+)*\/?$)/;

/** Serves the built pages: hashed assets for ever, index.html never cached, nothing else. */
export function serveWeb(app: App, folder: string): void {
  app.get('*', async (c) => {
    const target = new URL(c.req.url).pathname;
    if (pages.test(target)) return file(path.join(folder, 'index.html'), 'no-store');
    if (!/^(?:\/[\w.-]+)+$/.test(target) || target.includes('..'))
      return problemResponse({ type: 'not_found' });
    const immutable = target.startsWith('/assets/');
    return file(
      path.join(folder, target),
      immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
  });
}

async function file(name: string, caching: string): Promise<Response> {
  const found = await stat(name).catch(() => undefined);
  const type = types[path.extname(name)];
  if (found?.isFile() !== true || type === undefined) return problemResponse({ type: 'not_found' });
  return new Response(new Uint8Array(await readFile(name)), {
    headers: { 'content-type': type, 'cache-control': caching },
  });
}
