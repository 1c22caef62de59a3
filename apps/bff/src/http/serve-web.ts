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

/** Serves the built pages: hashed assets for ever, index.html never cached, nothing else. Whoever mistyped an address reads so. */
export function serveWeb(app: App, folder: string): void {
  const page = (status: number) => file(path.join(folder, 'index.html'), 'no-store', status);
  app.get('*', async (c) => {
    const target = new URL(c.req.url).pathname;
    const served = pages.test(target) ? await page(200) : await asset(folder, target);
    const isForAPerson = c.req.header('sec-fetch-dest') === 'document';
    return (
      served ??
      (isForAPerson ? await page(404) : undefined) ??
      problemResponse({ type: 'not_found' })
    );
  });
}

async function asset(folder: string, target: string): Promise<Response | undefined> {
  if (!/^(?:\/[\w.-]+)+$/.test(target) || target.includes('..')) return undefined;
  const immutable = target.startsWith('/assets/');
  return file(
    path.join(folder, target),
    immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    200,
  );
}

async function file(name: string, caching: string, status: number): Promise<Response | undefined> {
  const found = await stat(name).catch(() => undefined);
  const type = types[path.extname(name)];
  if (found?.isFile() !== true || type === undefined) return undefined;
  return new Response(new Uint8Array(await readFile(name)), {
    status,
    headers: { 'content-type': type, 'cache-control': caching },
  });
}
